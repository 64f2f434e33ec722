import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { importItems } from '../src/items/import.ts';
import { decide } from '../src/reviews/decide.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, itemInput, submit } from './acts.ts';

const { db } = await useTestDatabase({ max: 50 });
const crowd = 50;
const waiting = 500;

async function makeCrowd(checkpoints: string[]) {
  const workspace = await makeWorkspace(db);
  for (const name of checkpoints) {
    await workspace.checkpoint(name);
    const lines = Array.from({ length: waiting / checkpoints.length }, (_, n) => JSON.stringify(itemInput(`k${n}`)));
    await importItems({
      ctx: workspace.service,
      checkpoint: name,
      lines: (async function* () {
        yield lines;
      })(),
    });
  }
  const people = await Promise.all(Array.from({ length: crowd }, (_, n) => workspace.person(`Person ${n}`)));
  return { ...workspace, people };
}

test.each([
  ['one checkpoint by name', ['one'], { checkpoint: 'one', limit: 3 }],
  ['one checkpoint', ['one'], { limit: 3 }],
  ['all of ten checkpoints', Array.from({ length: 10 }, (_, n) => `c${n}`), { limit: 3 }],
  ['all of ten checkpoints, one by one', Array.from({ length: 10 }, (_, n) => `c${n}`), { limit: 1 }],
])('[C1] fifty claim from %s: nothing twice and nothing lost', async (_, checkpoints, input) => {
  const { people, id } = await makeCrowd(checkpoints);
  const taken: string[] = [];
  await Promise.all(
    people.map(async (ctx) => {
      for (;;) {
        const claims = await claim({ ctx, input });
        taken.push(...claims.map(({ item }) => item.id));
        if (claims.length > 0) continue;
        const { rows } = await db.pool.query(
          'select count(*)::integer as free from waiting where workspace_id = $1 and claimed_by is null',
          [id],
        );
        if (rows[0].free === 0) return;
      }
    }),
  );
  expect(new Set(taken).size).toBe(waiting);
  expect(taken).toHaveLength(waiting);
  const { rows } = await db.pool.query('select claimed_by, count(*)::integer as count from waiting where workspace_id = $1 group by 1', [
    id,
  ]);
  expect(rows.every(({ claimed_by }) => claimed_by !== null)).toBe(true);
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(waiting);
});

test.each([
  ['of one checkpoint', { checkpoint: 'one', limit: 3 }],
  ['of all', { limit: 2 }],
])('[C1] fifty claim lapsed leases %s: nothing twice and nothing lost', async (_, input) => {
  const { people, owner } = await makeCrowd(['one', 'two']);
  for (let n = 0; n < waiting; n += 100) await claim({ ctx: at(owner, 0), input: { limit: 100 } });
  const taken: string[] = [];
  await Promise.all(
    people.map(async (ctx) => {
      for (let claims = await claim({ ctx: at(ctx, 1000), input }); claims.length > 0; claims = await claim({ ctx: at(ctx, 1000), input }))
        taken.push(...claims.map(({ item }) => item.id));
    }),
  );
  const rest = await claim({ ctx: at(owner, 1000), input: { ...input, limit: 100 } });
  taken.push(...rest.map(({ item }) => item.id));
  expect(new Set(taken).size).toBe('checkpoint' in input ? waiting / 2 : waiting);
  expect(taken).toHaveLength(new Set(taken).size);
});

test('[C1] fifty decide and take the next in one step: every item is decided once, by its holder', async () => {
  const { people, id } = await makeCrowd(['one', 'two']);
  await Promise.all(
    people.map(async (ctx, n) => {
      const claimNext = n % 2 ? { limit: 2 } : { checkpoint: 'one', limit: 1 };
      const held = await claim({ ctx, input: { limit: 2 } });
      for (let next = held.shift(); next; next = held.shift()) {
        const { claims } = await decide({ ctx, itemId: next.item.id, input: { verdict: 'approve', claimNext } });
        held.push(...claims);
      }
    }),
  );
  const { rows } = await db.pool.query(
    `select count(*)::integer as reviews, count(distinct item_id)::integer as items,
       (select count(*)::integer from waiting where workspace_id = $1 and claimed_by is not null) as held from reviews where workspace_id = $1`,
    [id],
  );
  expect(rows[0].reviews).toBe(rows[0].items);
  expect(rows[0].held).toBe(0);
  expect(rows[0].reviews).toBeGreaterThan(waiting / 2);
});

test('[C1] one item and fifty who ask for it by name: one gets it', async () => {
  const workspace = await makeWorkspace(db);
  const item = await submit(workspace.service, await workspace.checkpoint('texts'), 'a');
  const people = await Promise.all(Array.from({ length: crowd }, (_, n) => workspace.person(`Person ${n}`)));
  const answers = await Promise.allSettled(people.map((ctx) => claim({ ctx, input: { item: item.id } })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason.code).toBe('claimed_by_other');
});

test('[C1] others who are claiming right now do not hide what lies behind them', async () => {
  const { people, id } = await makeCrowd(['one']);
  const client = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select from waiting where workspace_id = $1 order by item_id limit 100 for update', [id]);
    expect(await claim({ ctx: people[0]!, input: { checkpoint: 'one', limit: 3 } })).toHaveLength(3);
    expect(await claim({ ctx: people[1]!, input: { limit: 3 } })).toHaveLength(3);
  } finally {
    await client.query('rollback');
    client.release();
  }
});
