import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import { heartbeat } from '../src/claims/heartbeat.ts';
import { saveDraft } from '../src/drafts/save.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, instant, review, submit } from './acts.ts';
import { kindsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeQueue(size = 1, settings: Record<string, unknown> = {}) {
  const workspace = await makeWorkspace(db);
  const name = await workspace.checkpoint('texts', { leaseSeconds: 60, ...settings });
  const items = [];
  for (let n = 0; n < size; n += 1) items.push(await submit(workspace.service, name, `k${n}`));
  return { ...workspace, name, items, item: items[0]!, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

test('[C1] a claim leases an item to one person until the lease ends', async () => {
  const { ann, ben, item, name } = await makeQueue();
  expect(await claim({ ctx: at(ann, 0), input: { checkpoint: name } })).toEqual([
    { item, refused: null, draft: null, expiresAt: instant(60).toISOString(), skips: 0 },
  ]);
  expect(await claim({ ctx: at(ben, 1), input: {} })).toEqual([]);
  expect(await claim({ ctx: at(ann, 1), input: {} }), 'nor to its holder again').toEqual([]);
  expect(await codeOf(claim({ ctx: at(ben, 1), input: { item: item.id } }))).toBe('claimed_by_other');
});

test('[C1] at most the limit is claimed, and what is left goes to the next', async () => {
  const { ann, ben, items, name } = await makeQueue(5);
  const ids = async (ctx: typeof ann, limit: number) =>
    (await claim({ ctx, input: { checkpoint: name, limit } })).map(({ item }) => item.id);
  expect(await ids(ann, 2)).toEqual(items.slice(0, 2).map(({ id }) => id));
  expect(await ids(ben, 10)).toEqual(items.slice(2).map(({ id }) => id));
  expect(await ids(ann, 10)).toEqual([]);
});

test('[C1] a named checkpoint gives its own items only, none gives those of all', async () => {
  const { service, checkpoint, ann, item } = await makeQueue();
  const urgent = await submit(service, await checkpoint('other'), 'x', { priority: 9 });
  expect((await claim({ ctx: ann, input: { checkpoint: 'texts', limit: 9 } })).map(({ item: { id } }) => id)).toEqual([item.id]);
  expect((await claim({ ctx: ann, input: { limit: 9 } })).map(({ item: { id } }) => id)).toEqual([urgent.id]);
});

test('[C1] one item can be claimed by name, again by its holder, and not once it is decided', async () => {
  const { ann, items } = await makeQueue(2);
  const id = items[1]!.id;
  const [first] = await claim({ ctx: at(ann, 0), input: { item: id } });
  const [again] = await claim({ ctx: at(ann, 30), input: { item: id } });
  expect(first?.item.id).toBe(id);
  expect(again?.expiresAt).toBe(instant(90).toISOString());
  await review(at(ann, 31), id, 'approve');
  await expect(claim({ ctx: at(ann, 32), input: { item: id } })).rejects.toMatchObject({
    code: 'not_reviewable',
    details: { context: { state: 'decided', decision: { outcome: 'approved' } } },
  });
  expect(await codeOf(claim({ ctx: ann, input: { item: 'item_unknown' } }))).toBe('not_found');
});

test('[C2] a claim that lapses goes back to everybody, and the draft stays', async () => {
  const { ann, ben, item } = await makeQueue();
  await claim({ ctx: at(ann, 0), input: {} });
  await saveDraft({ ctx: at(ann, 5), itemId: item.id, input: { output: 'typed so far' } });
  expect(await claim({ ctx: at(ben, 60), input: {} }), 'the lease holds to its last moment').toEqual([]);
  expect(await claim({ ctx: at(ben, 61), input: {} })).toMatchObject([{ item: { id: item.id }, draft: null }]);
  expect(await claim({ ctx: at(ann, 200), input: {} })).toMatchObject([{ item: { id: item.id }, draft: 'typed so far' }]);
});

test('[C2] a heartbeat renews the lease, even a lapsed one that nobody took', async () => {
  const { ann, ben, item } = await makeQueue();
  await claim({ ctx: at(ann, 0), input: {} });
  const held = (seconds: number) => ({ held: [{ itemId: item.id, expiresAt: instant(seconds).toISOString() }], lost: [] });
  expect(await heartbeat({ ctx: at(ann, 50), input: { itemIds: [item.id] } })).toEqual(held(110));
  expect(await claim({ ctx: at(ben, 109), input: {} })).toEqual([]);
  expect(await heartbeat({ ctx: at(ann, 500), input: { itemIds: [item.id] } })).toEqual(held(560));
  expect(await claim({ ctx: at(ben, 559), input: {} })).toEqual([]);
});

test('[C2] a heartbeat after somebody else claimed names the item as lost and does not take it back', async () => {
  const { ann, ben, item } = await makeQueue();
  await claim({ ctx: at(ann, 0), input: {} });
  await claim({ ctx: at(ben, 61), input: {} });
  expect(await heartbeat({ ctx: at(ann, 62), input: { itemIds: [item.id, 'item_unknown'] } })).toEqual({
    held: [],
    lost: [item.id, 'item_unknown'],
  });
  expect(await heartbeat({ ctx: at(ben, 63), input: { itemIds: [item.id] } })).toMatchObject({ held: [{ itemId: item.id }] });
});

test('[C2] the former holder decides when nobody claimed since', async () => {
  const { ann, item } = await makeQueue();
  await claim({ ctx: at(ann, 0), input: {} });
  expect(await codeOf(review(at(ann, 5000), item.id, 'approve'))).toBe('done');
});

test('[C2] the former holder is refused once somebody else claimed, and decides again when that lease lapses too', async () => {
  const { ann, ben, item } = await makeQueue();
  await claim({ ctx: at(ann, 0), input: {} });
  await claim({ ctx: at(ben, 61), input: {} });
  expect(await codeOf(review(at(ann, 62), item.id, 'approve'))).toBe('claimed_by_other');
  expect(await codeOf(review(at(ann, 122), item.id, 'approve'))).toBe('done');
  expect(await codeOf(review(at(ben, 123), item.id, 'approve'))).toBe('already_decided');
});

test('what is given back is free at once, uncounted and without a log entry', async () => {
  const { id, ann, ben, item } = await makeQueue();
  await claim({ ctx: at(ann, 0), input: {} });
  const before = await kindsOf(db, id);
  expect(await giveBack({ ctx: ben, input: { itemIds: [item.id] } }), 'by nobody but the holder').toEqual({ given: [] });
  expect(await giveBack({ ctx: ann, input: { itemIds: [item.id, 'item_unknown'] } })).toEqual({ given: [item.id] });
  expect(await giveBack({ ctx: ann, input: { itemIds: [item.id] } })).toEqual({ given: [] });
  expect(await kindsOf(db, id)).toEqual(before);
  expect(await claim({ ctx: at(ann, 1), input: {} })).toMatchObject([{ item: { id: item.id }, skips: 0 }]);
});

test('[C3] a skipped item passes to others, is counted, and comes back only when asked for', async () => {
  const { id, ann, ben, item, items } = await makeQueue(2);
  await claim({ ctx: at(ann, 0), input: {} });
  await giveBack({ ctx: ann, input: { itemIds: [item.id], skip: true } });
  expect((await kindsOf(db, id)).at(-1)).toBe('item.skipped');
  expect(await claim({ ctx: at(ann, 1), input: { limit: 9 } })).toMatchObject([{ item: { id: items[1]!.id } }]);
  expect(await claim({ ctx: at(ann, 1), input: { limit: 9 } })).toEqual([]);
  expect(await claim({ ctx: at(ben, 1), input: { limit: 9 } })).toMatchObject([{ item: { id: item.id }, skips: 1 }]);
  await giveBack({ ctx: ben, input: { itemIds: [item.id], skip: true } });
  expect(await claim({ ctx: at(ben, 2), input: {} })).toEqual([]);
  expect(await claim({ ctx: at(ann, 2), input: { includeSkipped: true } })).toMatchObject([{ item: { id: item.id }, skips: 2 }]);
  expect(await claim({ ctx: at(ben, 63), input: {} }), 'nor to the skipper when the next lease lapses').toMatchObject([
    { item: { id: items[1]!.id } },
  ]);
});

test('[C1] a decision claims the next ones in the same step', async () => {
  const { ann, items, name } = await makeQueue(4);
  await claim({ ctx: at(ann, 0), input: {} });
  const { item, claims } = await review(at(ann, 1), items[0]!.id, 'approve', { claimNext: { checkpoint: name, limit: 2 } });
  expect(item).toMatchObject({ id: items[0]!.id, state: 'decided' });
  expect(claims).toEqual(
    items.slice(1, 3).map((next) => ({ item: next, refused: null, draft: null, expiresAt: instant(61).toISOString(), skips: 0 })),
  );
  const all = await review(at(ann, 2), items[1]!.id, 'reject', { claimNext: { limit: 20 } });
  expect(all.claims.map((next) => next.item)).toEqual([items[3]]);
});

test('[I9] a refused decision claims nothing', async () => {
  const { ann, ben, items } = await makeQueue(3);
  await review(at(ben, 0), items[0]!.id, 'approve');
  expect(await codeOf(review(at(ann, 1), items[0]!.id, 'reject', { claimNext: { limit: 5 } }))).toBe('already_decided');
  expect(await claim({ ctx: at(ben, 2), input: { limit: 9 } })).toHaveLength(2);
});
