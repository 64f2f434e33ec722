import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { passDeadlines } from '../src/items/deadlines.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, edited, instant, review, submit } from './acts.ts';
import { addedTo, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeItem(onDeadline: string, due: number | null = 100) {
  const workspace = await makeWorkspace(db);
  const name = await workspace.checkpoint('texts', { onDeadline });
  const item = await submit(workspace.service, name, 'a', { dueAt: due === null ? null : instant(due).toISOString() });
  return { ...workspace, name, item };
}
const pass = async (seconds: number) => (await passDeadlines(db, { at: instant(seconds) })).map(({ itemId }) => itemId);

test.each([
  ['expire', 'expired'],
  ['reject', 'rejected'],
])('[I6] with %s an item is %s at its deadline, by the rule and by nobody else', async (onDeadline, state) => {
  const { id, owner, item } = await makeItem(onDeadline);
  expect(await pass(99)).toEqual([]);
  const entries = await addedTo(db, id, () => pass(100));
  const by = { kind: 'policy', id: 'deadline' };
  expect(entries).toMatchObject([{ kind: `item.${state}`, itemId: item.id, actor: by, data: { outputHash: item.outputHash } }]);
  expect(await getItem({ ctx: owner, id: item.id })).toMatchObject({
    state,
    releasedAt: null,
    decision: { outcome: state, by, at: instant(100).toISOString(), outputHash: item.outputHash, revision: 1, reasons: [], comment: '' },
  });
  expect((await getHistory({ ctx: owner, id: item.id })).reviews).toEqual([]);
  expect(await pass(101)).toEqual([]);
  expect(await claim({ ctx: owner, input: {} })).toEqual([]);
});

test('[I6] with keep an item waits on, however late', async () => {
  const { id, item, owner } = await makeItem('keep');
  const before = await rowsOf(db, id);
  await pass(1e6);
  expect(await rowsOf(db, id)).toEqual(before);
  expect(await codeOf(review(at(owner, 1e6), item.id, 'approve'))).toBe('done');
});

test.each(['expire', 'reject', 'keep'])(
  '[I6] silence is never consent: with %s nothing is approved or released by time alone',
  async (onDeadline) => {
    const { id, owner, item } = await makeItem(onDeadline);
    for (const seconds of [100, 1e3, 1e6, 1e8]) {
      await pass(seconds);
      await releaseDue(db, { at: instant(seconds) });
      const { state, decision, releasedAt } = await getItem({ ctx: owner, id: item.id });
      expect(['waiting', 'expired', 'rejected']).toContain(state);
      expect([undefined, 'expired', 'rejected']).toContain(decision?.outcome);
      expect(releasedAt).toBeNull();
    }
    expect((await rowsOf(db, id)).reviews).toEqual([]);
  },
);

test('[I6] an item without a deadline never ends by itself', async () => {
  const { id } = await makeItem('expire', null);
  const before = await rowsOf(db, id);
  await pass(1e9);
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[I6] a claimed item ends too, and its holder keeps the text', async () => {
  const { owner, item } = await makeItem('expire');
  await claim({ ctx: at(owner, 99), input: {} });
  expect(await pass(100)).toEqual([item.id]);
  expect(await codeOf(review(at(owner, 101), item.id, 'edit', edited('late')))).toBe('already_decided');
});

test('[I3] a decision before the deadline stands, in its time to undo as well', async () => {
  const { owner, item } = await makeItem('reject');
  await review(at(owner, 95), item.id, 'approve');
  expect(await pass(100)).toEqual([]);
  await releaseDue(db, { at: instant(105) });
  expect(await getItem({ ctx: owner, id: item.id })).toMatchObject({ state: 'released' });
});

test('[I6] a decision that is undone after the deadline leaves the item to the deadline', async () => {
  const { owner, item } = await makeItem('expire');
  await review(at(owner, 95), item.id, 'approve');
  await undo({ ctx: at(owner, 102), itemId: item.id });
  expect(await pass(103)).toEqual([item.id]);
});

test('[I6] the rule is the one that stands when the deadline passes', async () => {
  const { owner, item, checkpoint } = await makeItem('expire');
  await checkpoint('texts', { onDeadline: 'keep' });
  expect(await pass(100)).toEqual([]);
  await checkpoint('texts', { onDeadline: 'reject' });
  expect(await pass(100)).toEqual([item.id]);
  expect(await getItem({ ctx: owner, id: item.id })).toMatchObject({ state: 'rejected' });
});

test('many who watch the clock end each item once', async () => {
  const { id, service, name } = await makeItem('expire');
  for (let n = 0; n < 40; n += 1) await submit(service, name, `k${n}`, { dueAt: instant(50).toISOString() });
  const rounds = await Promise.all(Array.from({ length: 8 }, () => passDeadlines(db, { at: instant(200), limit: 6 })));
  const ended = [...rounds.flat().map(({ itemId }) => itemId), ...(await pass(200))];
  expect(ended).toHaveLength(41);
  expect(new Set(ended).size).toBe(41);
  expect((await rowsOf(db, id)).waiting).toEqual([]);
});
