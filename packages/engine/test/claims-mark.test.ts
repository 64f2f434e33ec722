import pg from 'pg';
import { expect, it } from 'vitest';
import { fromTheBeginning, markFor } from '../src/claims/head.ts';
import { claim, decide, giveBack, importItems } from '../src/index.ts';
import { makeWorkspace, useTestDatabase } from '../src/testing/index.ts';

const { db, connection } = await useTestDatabase();
const checkpoint = 'texts';

async function* linesOf(prefix: string, count: number, priority = 0) {
  yield Array.from({ length: count }, (_, number) => JSON.stringify({ key: `${prefix}-${number}`, input: {}, output: 'a text', priority }));
}

/** A queue at whose head a thousand entries died that an old snapshot still sees. */
async function crowdedQueue(work: (place: Awaited<ReturnType<typeof makeWorkspace>> & { checkpointId: string }) => Promise<void>) {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint(checkpoint, { undoSeconds: 600 });
  await importItems({ ctx: workspace.service, checkpoint, lines: linesOf('item', 1500) });
  const { rows } = await db.pool.query('select id from checkpoints where workspace_id = $1', [workspace.id]);
  const reader = new pg.Client(connection);
  await reader.connect();
  try {
    await reader.query('begin isolation level repeatable read');
    await reader.query('select count(*) from waiting');
    for (let round = 0; round < 10; round += 1) {
      const claims = await claim({ ctx: workspace.owner, input: { checkpoint, limit: 100 } });
      await Promise.all(claims.map(({ item }) => decide({ ctx: workspace.owner, itemId: item.id, input: { verdict: 'approve' } })));
    }
    await work({ ...workspace, checkpointId: rows[0].id });
  } finally {
    await reader.end();
  }
}

/** Claims one item after another, each given back, until the search begins at a mark. */
async function untilMarked({ owner, checkpointId }: { owner: Parameters<typeof markFor>[0]; checkpointId: string }) {
  await expect
    .poll(
      async () => {
        const claims = await claim({ ctx: owner, input: { checkpoint } });
        await giveBack({ ctx: owner, input: { itemIds: claims.map(({ item }) => item.id), skip: false } });
        return markFor(owner, checkpointId);
      },
      { timeout: 60_000 },
    )
    .not.toBe(fromTheBeginning);
}

it('[C3] without an old snapshot every search begins at the beginning', async () => {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint(checkpoint);
  await importItems({ ctx: workspace.service, checkpoint, lines: linesOf('item', 50) });
  const { rows } = await db.pool.query('select id from checkpoints where workspace_id = $1', [workspace.id]);
  for (let number = 0; number < 20; number += 1) {
    await claim({ ctx: workspace.owner, input: { checkpoint } });
    expect(markFor(workspace.owner, rows[0].id)).toBe(fromTheBeginning);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});

it('[C3] while the search begins at a mark, an urgent item that comes later is found by the next look', () =>
  crowdedQueue(async (workspace) => {
    await untilMarked(workspace);
    await importItems({ ctx: workspace.service, checkpoint, lines: linesOf('urgent', 1, 5) });
    const first = async () => {
      const [next] = await claim({ ctx: workspace.owner, input: { checkpoint } });
      return next?.item.key;
    };
    await expect.poll(first, { timeout: 15_000, interval: 100 }).toBe('urgent-0');
  }));

it('[C1] while the search begins at a mark, everything that waits is found once, also what was given back or lapsed before it', () =>
  crowdedQueue(async (workspace) => {
    const early = await claim({ ctx: workspace.owner, input: { checkpoint, limit: 20 } });
    const ids = early.map(({ item }) => item.id);
    await untilMarked(workspace);
    await giveBack({ ctx: workspace.owner, input: { itemIds: ids.slice(0, 10), skip: false } });
    await db.pool.query(`update waiting set lease_until = now() - interval '1 second' where workspace_id = $1 and item_id = any($2)`, [
      workspace.id,
      ids.slice(10),
    ]);
    const person = await workspace.person('Petra');
    const seen: string[] = [];
    for (;;) {
      const claims = await claim({ ctx: person, input: { checkpoint, limit: 7 } });
      if (claims.length === 0) break;
      seen.push(...claims.map(({ item }) => item.id));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(500);
    expect(seen).toEqual(expect.arrayContaining(ids));
  }));
