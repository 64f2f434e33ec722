import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import { saveDraft } from '../src/drafts/save.ts';
import { hashJson } from '../src/hash.ts';
import { passDeadlines } from '../src/items/deadlines.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { endOffers } from '../src/items/offers.ts';
import { releaseDue } from '../src/items/release.ts';
import { reviseItem } from '../src/items/revise.ts';
import { readLog } from '../src/log/read.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, instant, review, submit } from './acts.ts';
import { addedTo, rowsOf, settledPosition } from './observe.ts';

const { db } = await useTestDatabase();

const better = { output: { text: 'better' } };
const reasons = [{ code: 'tone', label: 'Tone' }];

/** An item that Ann returned at second 0 with a reason and a note; the return took effect at second 10. */
async function makeReturned(settings: object = {}, more: object = {}) {
  const workspace = await makeWorkspace(db);
  const name = await workspace.checkpoint('texts', { reasons, ...settings });
  const item = await submit(workspace.service, name, 'a', { confidence: 0.9, model: 'gpt-1', ...more });
  const [ann, ben] = [await workspace.person('Ann'), await workspace.person('Ben')];
  const { item: decided } = await review(at(ann, 0), item.id, 'return', { reasons: ['tone'], comment: 'too loud' });
  await releaseDue(db, { at: instant(10) });
  const revise = (seconds: number, input: object = better) => reviseItem({ ctx: at(workspace.service, seconds), itemId: item.id, input });
  return { ...workspace, item, ann, ben, revise, returnId: decided.decision?.id as string };
}

test('[C5] a return tells the maker why, and the next output is a new revision of the same item', async () => {
  const { owner, service, item, ann, revise, returnId } = await makeReturned();
  expect(await getItem({ ctx: service, id: item.id })).toMatchObject({
    state: 'returned',
    returns: 1,
    output: { text: 'answer to a' },
    decision: { id: returnId, outcome: 'returned', reasons: ['tone'], comment: 'too loud', by: { name: 'Ann' } },
  });
  const { item: revised, replayed } = await revise(20, { ...better, confidence: 0.4, model: 'gpt-2' });
  expect(replayed).toBe(false);
  expect(revised).toMatchObject({
    id: item.id,
    state: 'waiting',
    revision: 2,
    returns: 1,
    decision: null,
    model: 'gpt-2',
    confidence: 0.4,
  });
  expect(revised.outputHash).toBe(hashJson(better.output));
  const { revisions, reviews } = await getHistory({ ctx: owner, id: item.id });
  expect(revisions).toMatchObject([
    { number: 1, output: { text: 'answer to a' }, author: { kind: 'apiKey' }, returnId: null },
    { number: 2, output: better.output, author: { kind: 'apiKey' }, returnId },
  ]);
  expect(reviews).toMatchObject([{ id: returnId, verdict: 'return', revision: 1, comment: 'too loud', by: { id: ann.actor.id } }]);
});

test('[C5] [G1] the return and the answer are in the log, with reasons and hashes and without content', async () => {
  const { id, service, item, revise, returnId } = await makeReturned();
  await settledPosition(service);
  const returned = (await readLog(service, { after: '0-0' })).find(({ kind }) => kind === 'item.returned');
  expect(returned).toMatchObject({ itemId: item.id, data: { reviewId: returnId, reasons: ['tone'], revision: 1, returns: 1 } });
  const entries = await addedTo(db, id, () => revise(20));
  expect(entries).toMatchObject([
    { kind: 'item.revised', actor: { kind: 'apiKey' }, data: { reviewId: returnId, revision: 2, outputHash: hashJson(better.output) } },
  ]);
  expect(JSON.stringify([returned, entries])).not.toMatch(/loud|better|answer/);
});

test('[C5] who returned it gets it back first, with the version they refused and their own words', async () => {
  const { item, ann, ben, revise, returnId } = await makeReturned();
  await revise(20);
  expect(await claim({ ctx: at(ben, 21), input: {} })).toEqual([]);
  await expect(claim({ ctx: at(ben, 21), input: { item: item.id } })).rejects.toMatchObject({
    code: 'claimed_by_other',
    message: expect.stringContaining('Ann returned this item and is offered it first'),
    details: { context: { offeredUntil: instant(3620).toISOString() } },
  });
  const [back] = await claim({ ctx: at(ann, 22), input: {} });
  expect(back).toMatchObject({
    item: { id: item.id, revision: 2, output: better.output },
    refused: {
      reviewId: returnId,
      revision: 1,
      output: { text: 'answer to a' },
      outputHash: item.outputHash,
      reasons: ['tone'],
      comment: 'too loud',
      by: { id: ann.actor.id, name: 'Ann' },
      at: instant(0).toISOString(),
    },
  });
});

test('[C5] nobody took it in an hour: it is offered to everybody', async () => {
  const { id, ben, revise } = await makeReturned();
  await revise(20);
  expect(await endOffers(db, { at: instant(3619) })).not.toContain(id);
  expect(await claim({ ctx: at(ben, 3619), input: {} })).toEqual([]);
  expect(await endOffers(db, { at: instant(3620) })).toContain(id);
  expect(await claim({ ctx: at(ben, 3621), input: {} })).toMatchObject([{ refused: { comment: 'too loud' } }]);
});

test.each([
  ['is away for half an hour', 1_801, async () => {}],
  [
    'is no member any more',
    20,
    ({ id, ann }: Awaited<ReturnType<typeof makeReturned>>) =>
      db.pool.query('delete from members where workspace_id = $1 and person_id = $2', [id, ann.actor.id]),
  ],
] as const)('[C5] who returned it %s: it is offered to everybody at once', async (_, seconds, leave) => {
  const made = await makeReturned();
  await leave(made);
  await made.revise(seconds);
  expect(await claim({ ctx: at(made.ben, seconds), input: {} })).toMatchObject([{ item: { id: made.item.id } }]);
});

test('[C5] somebody who holds a claim is not away, and who skips passes it to everybody', async () => {
  const { item, service, ann, ben, revise } = await makeReturned({ leaseSeconds: 86_400 });
  await submit(service, 'texts', 'b');
  expect(await claim({ ctx: at(ann, 20), input: {} })).toHaveLength(1);
  await revise(7_200);
  expect(await claim({ ctx: at(ben, 7_200), input: {} })).toEqual([]);
  await claim({ ctx: at(ann, 7_201), input: { item: item.id } });
  await giveBack({ ctx: at(ann, 7_202), input: { itemIds: [item.id], skip: true } });
  expect(await claim({ ctx: at(ben, 7_203), input: {} })).toMatchObject([{ item: { id: item.id } }]);
});

test('[C5] what one had typed on the refused version is not the start of the next', async () => {
  const { item, ann, revise } = await makeReturned();
  await saveDraft({ ctx: at(ann, 12), itemId: item.id, input: { output: { text: 'my own words' } } });
  await revise(20);
  expect(await claim({ ctx: at(ann, 21), input: {} })).toMatchObject([{ draft: null }]);
  await saveDraft({ ctx: at(ann, 22), itemId: item.id, input: { output: { text: 'on the new one' } } });
  expect(await claim({ ctx: at(ann, 23), input: { item: item.id } })).toMatchObject([{ draft: { text: 'on the new one' } }]);
});

test('[I7] [C5] an approval is of one revision: one that names the version before is refused', async () => {
  const { item, ann, revise } = await makeReturned();
  const { item: revised } = await revise(20);
  expect(await codeOf(review(at(ann, 21), item.id, 'approve', { outputHash: item.outputHash }))).toBe('output_changed');
  const { item: approved } = await review(at(ann, 22), item.id, 'approve', { outputHash: revised.outputHash });
  expect(approved.decision).toMatchObject({ outcome: 'approved', revision: 2, outputHash: revised.outputHash });
});

test('[I3] [C5] the same return sent again is answered as the first time, also when its maker was quicker', async () => {
  const { id, item, ann, ben, revise } = await makeReturned();
  await revise(20);
  const before = await rowsOf(db, id);
  const again = (ctx: typeof ann, more: object = {}) =>
    review(at(ctx, 21), item.id, 'return', { reasons: ['tone'], comment: 'too loud', outputHash: item.outputHash, ...more });
  expect(await again(ann)).toMatchObject({ replayed: true, item: { state: 'waiting', revision: 2 } });
  expect(await codeOf(again(ben))).toBe('output_changed');
  expect(await codeOf(again(ann, { comment: 'and too long' }))).toBe('output_changed');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[C5] a return is undone inside its window, and then there is nothing to answer', async () => {
  const { service, person, checkpoint } = await makeWorkspace(db);
  const item = await submit(service, await checkpoint('texts'), 'a');
  const ann = await person('Ann');
  await review(at(ann, 0), item.id, 'return');
  const early = reviseItem({ ctx: at(service, 5), itemId: item.id, input: better });
  await expect(early).rejects.toMatchObject({ code: 'not_returned', message: expect.stringContaining(instant(10).toISOString()) });
  await undo({ ctx: at(ann, 9), itemId: item.id });
  await releaseDue(db, { at: instant(60) });
  expect(await getItem({ ctx: service, id: item.id })).toMatchObject({ state: 'waiting', returns: 0 });
  expect(await codeOf(reviseItem({ ctx: service, itemId: item.id, input: better }))).toBe('not_returned');
});

test('[C5] the same answer again is told the same, also after the decision on it; another one is refused', async () => {
  const { id, ann, item, revise, returnId } = await makeReturned();
  await revise(20, { ...better, returnId });
  const before = await rowsOf(db, id);
  expect(await revise(21, { ...better, returnId })).toMatchObject({ replayed: true, item: { revision: 2, state: 'waiting' } });
  expect(await revise(21)).toMatchObject({ replayed: true });
  await expect(revise(22, { output: { text: 'best' } })).rejects.toMatchObject({
    code: 'already_revised',
    details: { context: { revision: 2, outputHash: hashJson(better.output) } },
  });
  expect(await codeOf(revise(22, { ...better, confidence: 0.1, returnId }))).toBe('already_revised');
  expect(await rowsOf(db, id)).toEqual(before);
  await review(at(ann, 23), item.id, 'approve');
  expect(await revise(24, { ...better, returnId })).toMatchObject({ replayed: true, item: { decision: { outcome: 'approved' } } });
});

test('[C5] a repeat of the first answer never answers the second return', async () => {
  const { ann, item, revise, returnId } = await makeReturned();
  await revise(20, { ...better, returnId });
  await review(at(ann, 21), item.id, 'return');
  await releaseDue(db, { at: instant(40) });
  expect(await revise(41, { ...better, returnId })).toMatchObject({ replayed: true, item: { state: 'returned', revision: 2 } });
  expect(await revise(41)).toMatchObject({ replayed: true, item: { state: 'returned', revision: 2 } });
  expect(await revise(42, { output: { text: 'best' } })).toMatchObject({ replayed: false, item: { revision: 3, returns: 2 } });
});

test('[C5] the very output that was returned is no answer, unless it names the return', async () => {
  const { id, item, revise, returnId } = await makeReturned();
  const before = await rowsOf(db, id);
  expect(await codeOf(revise(20, { output: item.output }))).toBe('output_unchanged');
  expect(await codeOf(revise(20, { output: item.output, returnId: 'review_other' }))).toBe('not_returned');
  expect(await rowsOf(db, id)).toEqual(before);
  expect(await revise(21, { output: item.output, returnId })).toMatchObject({ item: { revision: 2, state: 'waiting' } });
});

test('[C5] [I9] only a returned item takes a revision; the refusal says what to do', async () => {
  const { id, owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { undoSeconds: 0, onDeadline: 'expire' });
  const make = async (key: string, more: object = {}) => (await submit(service, name, key, more)).id;
  const [waiting, released, superseded] = [await make('waiting'), await make('released'), await make('superseded')];
  const expired = await make('expired', { dueAt: instant(5).toISOString() });
  await review(owner, released, 'approve');
  await passDeadlines(db, { at: instant(6) });
  await submit(service, name, 'superseded', { output: 1, supersede: true });
  const before = await rowsOf(db, id);
  for (const [itemId, words] of [
    [waiting, 'waits for a person'],
    [released, 'is released: too late'],
    [expired, 'is expired: too late'],
    [superseded, 'was superseded'],
  ] as const)
    await expect(reviseItem({ ctx: service, itemId, input: better })).rejects.toMatchObject({
      code: 'not_returned',
      message: expect.stringContaining(words),
      details: { context: { itemId } },
    });
  expect(await codeOf(reviseItem({ ctx: service, itemId: 'item_none', input: better }))).toBe('not_found');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[I6] [C5] a return that nobody answered ends with the deadline, and a late answer is told so', async () => {
  const { item, owner, revise } = await makeReturned({ onDeadline: 'expire' }, { dueAt: instant(60).toISOString() });
  await passDeadlines(db, { at: instant(59) });
  expect((await getItem({ ctx: owner, id: item.id })).state).toBe('returned');
  await passDeadlines(db, { at: instant(60) });
  expect(await getItem({ ctx: owner, id: item.id })).toMatchObject({
    state: 'expired',
    decision: { outcome: 'expired', by: { kind: 'policy' } },
  });
  await expect(revise(61)).rejects.toMatchObject({ code: 'not_returned', message: expect.stringContaining('expired') });
});

test('[I2] an answer is held to the schema of the checkpoint', async () => {
  const { id, revise } = await makeReturned({ outputSchema: { type: 'object', properties: { text: { type: 'string', maxLength: 20 } } } });
  const before = await rowsOf(db, id);
  await expect(revise(20, { output: { text: 7 } })).rejects.toMatchObject({
    code: 'schema_violation',
    details: { errors: [{ pointer: '/output/text' }] },
  });
  expect(await codeOf(revise(20, { output: { text: 'x' }, model: 'a\0b' }))).toBe('invalid_input');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[P1] [P2] a reviewer does not answer for the maker, and another workspace does not see the item', async () => {
  const { id, ann, item } = await makeReturned();
  const { service: stranger } = await makeWorkspace(db);
  const before = await rowsOf(db, id);
  expect(await codeOf(reviseItem({ ctx: ann, itemId: item.id, input: better }))).toBe('not_allowed');
  expect(await codeOf(reviseItem({ ctx: stranger, itemId: item.id, input: better }))).toBe('not_found');
  expect(await rowsOf(db, id)).toEqual(before);
});
