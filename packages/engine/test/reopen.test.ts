import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { listComments } from '../src/comments/list.ts';
import { passDeadlines } from '../src/items/deadlines.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { reopen } from '../src/items/reopen.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, countOf, edited, instant, review, submit } from './acts.ts';
import { addedTo, logOf, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();
const input = { comment: 'A customer complained.' };

async function makeItem(settings: object = {}, more: object = {}) {
  const workspace = await makeWorkspace(db);
  const item = await submit(workspace.service, await workspace.checkpoint('texts', { ...settings }), 'a', more);
  return { ...workspace, item, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

test('a released item waits again for everybody, as it stands; the old decision stays in the history', async () => {
  const { id, item, owner, ann, ben } = await makeItem();
  await review(at(ann, 0), item.id, 'edit', edited('better'));
  await releaseDue(db, { at: instant(60) });
  const released = await getItem({ ctx: ann, id: item.id });
  const entries = await addedTo(db, id, async () => {
    const reopened = await reopen({ ctx: at(owner, 100), itemId: item.id, input });
    expect(reopened).toMatchObject({ state: 'waiting', decision: null, releasedAt: null, outputHash: released.outputHash, revision: 2 });
  });
  expect(entries.map(({ kind }) => kind).toSorted()).toEqual(['item.commented', 'item.reopened']);
  expect(entries.find(({ kind }) => kind === 'item.reopened')?.data).toEqual({
    from: 'released',
    decisionId: released.decision?.id,
    outcome: 'edited',
    outputHash: released.outputHash,
  });
  expect(JSON.stringify(entries)).not.toContain('customer');
  const history = await getHistory({ ctx: ann, id: item.id });
  expect(history.pastDecisions).toMatchObject([
    { decision: released.decision, state: 'released', reopenedAt: instant(100).toISOString(), reopenedBy: { name: 'Olga Owner' } },
  ]);
  expect(history.reviews).toMatchObject([{ verdict: 'edit', undoneAt: null }]);
  expect(await listComments({ ctx: ann, itemId: item.id })).toMatchObject([{ text: input.comment }]);
  expect((await claim({ ctx: at(ben, 101), input: {} })).map((one) => one.item.output)).toEqual([{ text: 'better' }]);
  expect((await review(at(ben, 102), item.id, 'reject')).item.decision?.outcome).toBe('rejected');
});

test('[I6] an expired item does not expire again at once, and its decision is kept too', async () => {
  const { item, owner, ann } = await makeItem({ onDeadline: 'expire' }, { dueAt: instant(10).toISOString() });
  await passDeadlines(db, { at: instant(11) });
  await reopen({ ctx: at(owner, 20), itemId: item.id, input });
  await passDeadlines(db, { at: instant(10_000) });
  expect(await getItem({ ctx: ann, id: item.id })).toMatchObject({ state: 'waiting', dueAt: null });
  expect((await getHistory({ ctx: ann, id: item.id })).pastDecisions).toMatchObject([
    { state: 'expired', decision: { outcome: 'expired' } },
  ]);
});

test('[I3] of ten owners who reopen at once, one does', async () => {
  const { id, item, person, ann } = await makeItem({ undoSeconds: 0 });
  await review(ann, item.id, 'reject');
  const owners = await Promise.all(Array.from({ length: 10 }, (_, n) => person(`Owner ${n}`, 'owner')));
  const codes = await Promise.all(owners.map((ctx) => codeOf(reopen({ ctx, itemId: item.id, input }))));
  expect(countOf(codes)).toEqual({ done: 1, not_reviewable: 9 });
  expect((await logOf(db, id)).filter(({ kind }) => kind === 'item.reopened')).toHaveLength(1);
  expect((await rowsOf(db, id)).waiting).toHaveLength(1);
});

test('[I5] [I9] what is open, can still be undone, or gave way to another is not reopened', async () => {
  const { item, owner, ann, service } = await makeItem();
  expect(await codeOf(reopen({ ctx: owner, itemId: item.id, input }))).toBe('not_reviewable');
  await review(at(ann, 0), item.id, 'approve');
  await expect(reopen({ ctx: owner, itemId: item.id, input })).rejects.toThrow('undo the decision instead');
  const old = await submit(service, 'texts', 'b');
  await submit(service, 'texts', 'b', { output: { text: 'other' }, supersede: true });
  expect(await codeOf(reopen({ ctx: owner, itemId: old.id, input }))).toBe('not_reviewable');
});

test('[P1] [P2] only an owner reopens, only here, and only with a reason', async () => {
  const { id, item, owner, ann, service } = await makeItem({ undoSeconds: 0 });
  const { owner: stranger } = await makeItem();
  await review(ann, item.id, 'approve');
  const before = await rowsOf(db, id);
  expect(await codeOf(reopen({ ctx: ann, itemId: item.id, input }))).toBe('not_allowed');
  expect(await codeOf(reopen({ ctx: service, itemId: item.id, input }))).toBe('not_allowed');
  expect(await codeOf(reopen({ ctx: stranger, itemId: item.id, input }))).toBe('not_found');
  expect(await codeOf(reopen({ ctx: owner, itemId: item.id, input: { comment: ' ' } }))).toBe('ZodError');
  expect(await rowsOf(db, id)).toEqual(before);
});
