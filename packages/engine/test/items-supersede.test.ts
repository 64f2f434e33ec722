import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { findDraft } from '../src/drafts/save.ts';
import { getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, countOf, edited, instant, review, submit } from './acts.ts';
import { addedTo, allAtOnce, placeInQueue, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();
const other = { output: { text: 'better' }, supersede: true };

test('[I1] an open item is superseded by other content under its key', async () => {
  const { id, owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const old = await submit(service, name, 'a');
  const entries = await addedTo(db, id, () => submit(service, name, 'a', other));
  expect(entries.map(({ kind }) => kind).sort()).toEqual(['item.submitted', 'item.superseded']);
  expect(new Set(entries.map(({ tx }) => tx)).size, 'one transaction takes the old away and brings the new').toBe(1);
  expect(await getItem({ ctx: owner, id: old.id })).toMatchObject({ state: 'superseded', decision: null });
  const claims = await claim({ ctx: owner, input: { limit: 10 } });
  expect(claims.map(({ item }) => item.output)).toEqual([{ text: 'better' }]);
  expect(claims[0]?.item.id).not.toBe(old.id);
});

test('[I1] to supersede with the same content is a replay', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const old = await submit(service, name, 'a');
  const before = await rowsOf(db, id);
  expect(await submit(service, name, 'a', { supersede: true })).toEqual(old);
  expect(await rowsOf(db, id)).toEqual(before);
});

test.each([
  ['decided', 'approve', 0],
  ['released', 'approve', 60],
  ['rejected', 'reject', 60],
] as const)('[I1] a %s item stays as it is, and the refusal names its state', async (state, verdict, seconds) => {
  const { id, owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const old = await submit(service, name, 'a');
  await review(at(owner, 0), old.id, verdict);
  await releaseDue(db, { at: instant(seconds) });
  const before = await rowsOf(db, id);
  await expect(submit(service, name, 'a', other)).rejects.toMatchObject({
    code: 'key_conflict',
    details: { context: { itemId: old.id, state } },
  });
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[I1] a returned item makes room for the next output', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { undoSeconds: 0 });
  const old = await submit(service, name, 'a');
  await review(owner, old.id, 'return');
  const next = await submit(service, name, 'a', other);
  expect(next.state).toBe('waiting');
  expect(await getItem({ ctx: owner, id: old.id })).toMatchObject({ state: 'superseded', decision: { outcome: 'returned' } });
});

test('[I1] content that does not fit leaves the open item open', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { outputSchema: { type: 'object' } });
  await submit(service, name, 'a');
  const before = await rowsOf(db, id);
  expect(await codeOf(submit(service, name, 'a', { output: 1, supersede: true }))).toBe('schema_violation');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[I9] the holder of a superseded item cannot decide, and keeps the text as a draft', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const old = await submit(service, name, 'a');
  await claim({ ctx: owner, input: { item: old.id } });
  await submit(service, name, 'a', other);
  expect(await codeOf(review(owner, old.id, 'edit', edited('mine')))).toBe('not_reviewable');
  expect(await findDraft({ ctx: owner, itemId: old.id })).toMatchObject(edited('mine'));
});

test('[I1] four who supersede one item at once follow each other, and one item is open', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const old = await submit(service, name, 'a');
  const starts = Array.from({ length: 4 }, (_, n) => () => codeOf(submit(service, name, 'a', { output: n, supersede: true })));
  const codes = await allAtOnce(db, placeInQueue(id, old.id), starts);
  expect(countOf(codes)).toEqual({ done: 4 });
  const { rows } = await db.pool.query(
    `select state, count(*)::integer as count from items where workspace_id = $1 group by 1 order by 1`,
    [id],
  );
  expect(rows).toEqual([
    { state: 'superseded', count: 4 },
    { state: 'waiting', count: 1 },
  ]);
});

test('[I3] of a decision and a new output at once, one wins', async () => {
  const { id, owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const seen = new Set<string>();
  for (let round = 0; round < 20; round += 1) {
    const old = await submit(service, name, `k${round}`);
    const starts = [() => codeOf(review(owner, old.id, 'approve')), () => codeOf(submit(service, name, `k${round}`, other))];
    if (round % 2) starts.reverse();
    const codes = (await allAtOnce(db, placeInQueue(id, old.id), starts)).sort();
    const { state } = await getItem({ ctx: owner, id: old.id });
    expect([`decided ${['done', 'key_conflict']}`, `superseded ${['done', 'not_reviewable']}`]).toContain(`${state} ${codes}`);
    seen.add(state);
  }
  expect([...seen].sort()).toEqual(['decided', 'superseded']);
});
