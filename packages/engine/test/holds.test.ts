import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import { heartbeat } from '../src/claims/heartbeat.ts';
import { listComments } from '../src/comments/list.ts';
import type { Context } from '../src/context.ts';
import { hold } from '../src/holds/hold.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, instant, review, submit } from './acts.ts';
import { addedTo, kindsOf, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeItem() {
  const workspace = await makeWorkspace(db);
  const item = await submit(workspace.service, await workspace.checkpoint('texts'), 'a', { priority: 5 });
  return { ...workspace, item, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

const until = (seconds: number, more: object = {}) => ({ until: instant(seconds).toISOString(), ...more });
const claimed = async (ctx: Context, input: object = {}) => (await claim({ ctx, input })).map(({ item }) => item.key);

test('[C2] a held item leaves the queue, and comes back by itself at its old place', async () => {
  const { item, service, ann, ben } = await makeItem();
  const other = await submit(service, 'texts', 'b', { priority: 3 });
  expect(await claimed(at(ann, 0))).toEqual(['a']);
  await hold({ ctx: at(ann, 1), itemId: item.id, input: until(3600) });
  expect(await claimed(at(ben, 2), { limit: 5 })).toEqual(['b']);
  await giveBack({ ctx: ben, input: { itemIds: [other.id] } });
  expect(await claimed(at(ann, 3599), { checkpoint: 'texts', limit: 5 })).toEqual(['b']);
  await giveBack({ ctx: ann, input: { itemIds: [other.id] } });
  expect(await claimed(at(ben, 3601), { limit: 5 })).toEqual(['a', 'b']);
});

test('[C2] heartbeats and a closing tab do not end a hold', async () => {
  const { item, ann, ben } = await makeItem();
  await claim({ ctx: at(ann, 0), input: {} });
  await hold({ ctx: at(ann, 1), itemId: item.id, input: until(3600) });
  expect(await heartbeat({ ctx: at(ann, 2), input: { itemIds: [item.id] } })).toEqual({ held: [], lost: [item.id] });
  expect(await giveBack({ ctx: at(ann, 3), input: { itemIds: [item.id] } })).toEqual({ given: [] });
  expect(await claimed(at(ben, 1000))).toEqual([]);
});

test('[C2] before its time the holder and an owner get a held item by name; others are told who and until when', async () => {
  const { item, owner, ann, ben } = await makeItem();
  await claim({ ctx: at(ann, 0), input: {} });
  await hold({ ctx: at(ann, 1), itemId: item.id, input: until(3600) });
  await expect(claim({ ctx: at(ben, 2), input: { item: item.id } })).rejects.toMatchObject({
    code: 'claimed_by_other',
    message: expect.stringContaining('Ann put this item on hold'),
    details: { context: { by: { name: 'Ann' }, heldUntil: instant(3600).toISOString() } },
  });
  expect(await codeOf(review(at(ben, 3), item.id, 'approve'))).toBe('claimed_by_other');
  expect(await claimed(at(ann, 4), { item: item.id })).toEqual(['a']);
  await hold({ ctx: at(ann, 5), itemId: item.id, input: until(3600) });
  expect(await claimed(at(owner, 6), { item: item.id })).toEqual(['a']);
  expect(await codeOf(review(at(ann, 7), item.id, 'approve'))).toBe('claimed_by_other');
  expect((await review(at(owner, 8), item.id, 'approve')).item.state).toBe('decided');
});

test('[C2] only who holds the claim, or an owner, puts an item on hold', async () => {
  const { id, item, owner, ann, ben, service } = await makeItem();
  const before = await rowsOf(db, id);
  expect(await codeOf(hold({ ctx: at(ann, 0), itemId: item.id, input: until(60) }))).toBe('claimed_by_other');
  expect(await codeOf(hold({ ctx: service, itemId: item.id, input: until(60) }))).toBe('not_allowed');
  expect(await rowsOf(db, id)).toEqual(before);
  await claim({ ctx: at(ben, 0), input: {} });
  await expect(hold({ ctx: at(ann, 1), itemId: item.id, input: until(60) })).rejects.toThrow('Ben is reviewing this item');
  await hold({ ctx: at(owner, 2), itemId: item.id, input: until(60) });
  expect(await codeOf(review(at(ben, 3), item.id, 'approve'))).toBe('claimed_by_other');
});

test('[G1] a hold is logged without its note; the note is a comment', async () => {
  const { id, item, ann } = await makeItem();
  await claim({ ctx: at(ann, 0), input: {} });
  const entries = await addedTo(db, id, () =>
    hold({ ctx: at(ann, 1), itemId: item.id, input: until(60, { note: 'waits for the supplier' }) }),
  );
  expect(entries.map(({ kind }) => kind).toSorted()).toEqual(['item.commented', 'item.held']);
  expect(entries.find(({ kind }) => kind === 'item.held')?.data).toEqual({ until: instant(60).toISOString() });
  expect(JSON.stringify(entries)).not.toContain('supplier');
  expect(await listComments({ ctx: ann, itemId: item.id })).toMatchObject([{ text: 'waits for the supplier', by: { name: 'Ann' } }]);
});

test('a time that is over, or more than 30 days ahead, is refused', async () => {
  const { item, ann } = await makeItem();
  await claim({ ctx: at(ann, 0), input: {} });
  for (const seconds of [0, 31 * 86_400])
    expect(await codeOf(hold({ ctx: at(ann, 1), itemId: item.id, input: until(seconds) }))).toBe('invalid_input');
});

test('[P2] [I9] an item of another workspace does not exist; a decided one cannot be held', async () => {
  const { item, ann } = await makeItem();
  const { ann: stranger } = await makeItem();
  expect(await codeOf(hold({ ctx: at(stranger, 0), itemId: item.id, input: until(60) }))).toBe('not_found');
  await review(at(ann, 0), item.id, 'approve');
  expect(await codeOf(hold({ ctx: at(ann, 1), itemId: item.id, input: until(60) }))).toBe('not_reviewable');
});

test('[I3] of a hold by the owner and the decision by the holder at once, one wins', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { id, item, owner, ann } = await makeItem();
    await claim({ ctx: at(ann, 0), input: {} });
    const [held, decided] = await Promise.all([
      codeOf(hold({ ctx: at(owner, 1), itemId: item.id, input: until(3600) })),
      codeOf(review(at(ann, 1), item.id, 'approve')),
    ]);
    expect([held, decided].toSorted()).toEqual(held === 'done' ? ['claimed_by_other', 'done'] : ['done', 'not_reviewable']);
    expect((await kindsOf(db, id)).filter((kind) => kind === 'item.held' || kind === 'item.decided')).toHaveLength(1);
  }
});
