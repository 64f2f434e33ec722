import { expect, test } from 'vitest';
import { getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, edited, instant, review, submit } from './acts.ts';
import { countBlocked, logOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeWork(settings: Record<string, unknown> = {}) {
  const workspace = await makeWorkspace(db);
  const name = await workspace.checkpoint('texts', settings);
  return { ...workspace, newItem: (key = 'a') => submit(workspace.service, name, key) };
}
const release = async (seconds: number, limit = 500) =>
  (await releaseDue(db, { at: instant(seconds), limit })).settled.map(({ itemId }) => itemId);

test.each([
  ['approve', 'released', {}],
  ['edit', 'released', edited('by hand')],
  ['reject', 'rejected', {}],
  ['return', 'returned', {}],
] as const)('[I5] %s takes effect when the time to undo is over, not a moment before', async (verdict, state, more) => {
  const { id, owner, newItem } = await makeWork({ undoSeconds: 30 });
  const item = await newItem();
  await review(at(owner, 0), item.id, verdict, more);
  expect(await release(29.999)).toEqual([]);
  expect(await getItem({ ctx: owner, id: item.id })).toMatchObject({ state: 'decided', releasedAt: null });
  expect(await release(30)).toEqual([item.id]);
  const settled = await getItem({ ctx: owner, id: item.id });
  expect(settled).toMatchObject({ state, releasedAt: state === 'released' ? instant(30).toISOString() : null });
  expect(await release(31)).toEqual([]);
  expect((await logOf(db, id)).slice(-1)).toMatchObject([
    { kind: `item.${state}`, itemId: item.id, actor: { kind: 'system', id: 'release' }, data: { outputHash: settled.outputHash } },
  ]);
});

test('[I5] the time to undo is the one that stood when it was decided', async () => {
  const { owner, newItem, checkpoint } = await makeWork({ undoSeconds: 30 });
  const item = await newItem();
  await review(at(owner, 0), item.id, 'approve');
  await checkpoint('texts', { undoSeconds: 0 });
  expect(await release(1)).toEqual([]);
  expect(await release(30)).toEqual([item.id]);
});

test('[I5] nothing is released before its decision is committed', async () => {
  const { id, owner, newItem } = await makeWork({ undoSeconds: 0 });
  const item = await newItem();
  const client = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query(`lock table log_entries in exclusive mode`);
    const deciding = review(owner, item.id, 'approve');
    while ((await countBlocked(db.pool)) === 0);
    expect(await getItem({ ctx: owner, id: item.id }), 'the decision is written and not committed').toMatchObject({
      state: 'waiting',
      decision: null,
    });
    await client.query('commit');
    expect((await deciding).item.state).toBe('released');
  } finally {
    client.release();
  }
  expect(
    (await logOf(db, id))
      .slice(-2)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['item.decided', 'item.released']);
});

test('the oldest decisions go first, at most the limit, and the next time is told', async () => {
  const { owner, newItem } = await makeWork();
  const items = [await newItem('a'), await newItem('b'), await newItem('c')];
  await review(at(owner, 20), items[0]!.id, 'approve');
  await review(at(owner, 0), items[1]!.id, 'approve');
  await review(at(owner, 10), items[2]!.id, 'approve');
  expect(await releaseDue(db, { at: instant(25), limit: 1 })).toEqual({
    settled: [{ workspaceId: owner.workspaceId, itemId: items[1]!.id }],
    nextInMs: 0,
  });
  expect(await releaseDue(db, { at: instant(25) })).toEqual({
    settled: [{ workspaceId: owner.workspaceId, itemId: items[2]!.id }],
    nextInMs: 5000,
  });
  expect(await release(30)).toEqual([items[0]!.id]);
  expect(await releaseDue(db, { at: instant(30) })).toEqual({ settled: [], nextInMs: null });
});

test('[I5] without a fixed clock the clock of the database counts', async () => {
  const { owner, newItem } = await makeWork({ undoSeconds: 1 });
  const item = await newItem();
  const { item: decided } = await review(owner, item.id, 'approve');
  const { nextInMs } = await releaseDue(db);
  expect(nextInMs).toBeGreaterThan(0);
  expect(nextInMs).toBeLessThanOrEqual(1000);
  expect(decided.state).toBe('decided');
  for (let settled: string[] = []; settled.length === 0; ) settled = (await releaseDue(db)).settled.map(({ itemId }) => itemId);
  const released = await getItem({ ctx: owner, id: item.id });
  expect(Date.parse(released.releasedAt!)).toBeGreaterThanOrEqual(Date.parse(decided.decision!.undoUntil));
});
