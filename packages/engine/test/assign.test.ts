import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import { listMentions } from '../src/comments/mentions.ts';
import type { Context } from '../src/context.ts';
import { assign } from '../src/holds/assign.ts';
import { decide } from '../src/reviews/decide.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, review, submit } from './acts.ts';
import { addedTo, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

const idOf = (ctx: Context) => (ctx.actor as { id: string }).id;

async function makeQueue(keys = ['a']) {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts');
  const items = [];
  for (const key of keys) items.push(await submit(workspace.service, 'texts', key));
  const [ann, ben, cyd] = [await workspace.person('Ann'), await workspace.person('Ben'), await workspace.person('Cyd')];
  const to = (person: Context | null, more: object = {}) => ({ personId: person && idOf(person), ...more });
  return { ...workspace, items, item: items[0]!, ann, ben, cyd, to };
}

const claimed = async (ctx: Context, input: object = {}) => (await claim({ ctx, input })).map(({ item }) => item.key);

test.each([
  ['of all checkpoints', {}],
  ['of one', { checkpoint: 'texts' }],
  ['with skipped ones', { includeSkipped: true }],
])('[C2] [C3] an assigned item is offered to its person alone, at its place: %s', async (_, more) => {
  const { item, owner, ann, ben, to } = await makeQueue(['a', 'b', 'c']);
  await assign({ ctx: at(owner, 0), itemId: item.id, input: to(ann) });
  expect(await claimed(at(ben, 1), { ...more, limit: 5 })).toEqual(['b', 'c']);
  expect(await claimed(at(ann, 1000), { ...more, limit: 2 })).toEqual(['a', 'b']);
});

test('[C2] a lapsed lease does not pass an assigned item on', async () => {
  const { item, owner, ann, ben, to } = await makeQueue();
  await assign({ ctx: at(owner, 0), itemId: item.id, input: to(ann) });
  await claim({ ctx: at(ann, 1), input: {} });
  expect(await claimed(at(ben, 5000))).toEqual([]);
  expect(await codeOf(review(at(ben, 5000), item.id, 'approve'))).toBe('claimed_by_other');
  expect(await claimed(at(ann, 5001))).toEqual(['a']);
});

test('[C2] others who ask for it by name, decide, or take the next with a decision, are told whose it is', async () => {
  const { items, item, owner, ann, ben, to } = await makeQueue(['a', 'b']);
  await assign({ ctx: at(owner, 0), itemId: item.id, input: to(ann) });
  await expect(claim({ ctx: at(ben, 1), input: { item: item.id } })).rejects.toMatchObject({
    code: 'claimed_by_other',
    message: expect.stringContaining('assigned to Ann'),
    details: { context: { by: { id: idOf(ann), name: 'Ann' } } },
  });
  expect(await codeOf(review(at(ben, 2), item.id, 'approve'))).toBe('claimed_by_other');
  expect(await codeOf(claim({ ctx: at(owner, 2), input: { item: item.id } }))).toBe('claimed_by_other');
  const { claims } = await decide({ ctx: at(ben, 3), itemId: items[1]!.id, input: { verdict: 'approve', claimNext: {} } });
  expect(claims).toEqual([]);
  expect(await claimed(at(ann, 4), { item: item.id })).toEqual(['a']);
});

test('[C2] the holder of a claim may assign, and loses the item; null gives it to everybody again', async () => {
  const { item, ann, ben, cyd, to } = await makeQueue();
  await claim({ ctx: at(ann, 0), input: {} });
  await assign({ ctx: at(ann, 1), itemId: item.id, input: to(ben) });
  expect(await codeOf(review(at(ann, 2), item.id, 'approve'))).toBe('claimed_by_other');
  await assign({ ctx: at(ben, 3), itemId: item.id, input: to(null) });
  expect(await claimed(at(cyd, 4))).toEqual(['a']);
});

test('[C2] a lead assigns what they do not hold', async () => {
  const { item, ann, person, to } = await makeQueue();
  const lead = await person('Lena', 'lead');
  await assign({ ctx: lead, itemId: item.id, input: to(ann) });
  expect(await codeOf(assign({ ctx: await person('Rita'), itemId: item.id, input: to(ann) }))).toBe('claimed_by_other');
});

test('[C2] who neither holds it, nor has it assigned, nor is an owner cannot assign', async () => {
  const { id, item, owner, ann, ben, cyd, service, to } = await makeQueue();
  const before = await rowsOf(db, id);
  expect(await codeOf(assign({ ctx: ann, itemId: item.id, input: to(ann) }))).toBe('claimed_by_other');
  expect(await codeOf(assign({ ctx: service, itemId: item.id, input: to(ann) }))).toBe('not_allowed');
  expect(await rowsOf(db, id)).toEqual(before);
  await assign({ ctx: owner, itemId: item.id, input: to(ben) });
  await expect(assign({ ctx: cyd, itemId: item.id, input: to(cyd) })).rejects.toThrow('assigned to Ben');
});

test('[C3] who had skipped it gets it when it is assigned to them; to skip an assigned item gives it to the others', async () => {
  const { item, owner, ann, ben, to } = await makeQueue();
  await claim({ ctx: at(ann, 0), input: {} });
  await giveBack({ ctx: at(ann, 1), input: { itemIds: [item.id], skip: true } });
  await assign({ ctx: at(owner, 2), itemId: item.id, input: to(ann) });
  expect(await claimed(at(ann, 3))).toEqual(['a']);
  await giveBack({ ctx: at(ann, 4), input: { itemIds: [item.id], skip: true } });
  expect(await claimed(at(ann, 5))).toEqual([]);
  expect(await claimed(at(ben, 6))).toEqual(['a']);
});

test('[C2] a decision that is undone is still for its person alone', async () => {
  const { item, owner, ann, ben, to } = await makeQueue();
  await assign({ ctx: at(owner, 0), itemId: item.id, input: to(ann) });
  await review(at(ann, 1), item.id, 'approve');
  await undo({ ctx: at(ann, 2), itemId: item.id });
  expect(await claimed(at(ben, 5000))).toEqual([]);
});

test('[G1] an assignment is logged with the id of the person; the note is a comment that mentions them', async () => {
  const { id, item, owner, ann, to } = await makeQueue();
  const entries = await addedTo(db, id, () => assign({ ctx: owner, itemId: item.id, input: to(ann, { note: 'yours, please' }) }));
  expect(entries.find(({ kind }) => kind === 'item.assigned')?.data).toEqual({ personId: idOf(ann) });
  expect(entries.map(({ kind }) => kind).toSorted()).toEqual(['item.assigned', 'item.commented']);
  expect(JSON.stringify(entries)).not.toContain('please');
  expect(await listMentions({ ctx: ann })).toMatchObject([{ text: 'yours, please', itemId: item.id, readAt: null }]);
});

test('[P2] only a member can be assigned to; an item of another workspace does not exist', async () => {
  const { id, item, owner, to } = await makeQueue();
  const { owner: stranger } = await makeQueue();
  const before = await rowsOf(db, id);
  expect(await codeOf(assign({ ctx: owner, itemId: item.id, input: to(stranger) }))).toBe('invalid_input');
  expect(await codeOf(assign({ ctx: stranger, itemId: item.id, input: to(stranger) }))).toBe('not_found');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[C1] assigned while twenty people ask for the next: it goes to nobody else afterwards', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { item, owner, ann, person, to } = await makeQueue();
    const crowd = await Promise.all(Array.from({ length: 20 }, (_, n) => person(`Person ${n}`)));
    const asking = crowd.map((ctx) => claimed(at(ctx, 1)));
    await assign({ ctx: at(owner, 1), itemId: item.id, input: to(ann) });
    expect((await Promise.all(asking)).flat().length).toBeLessThanOrEqual(1);
    for (const ctx of crowd) expect(await codeOf(review(at(ctx, 2), item.id, 'approve'))).toBe('claimed_by_other');
    expect(await claimed(at(ann, 2))).toEqual(['a']);
  }
});
