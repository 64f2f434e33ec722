import { expect, test } from 'vitest';
import { decideBulk } from '../src/bulk/decide.ts';
import { claim } from '../src/claims/claim.ts';
import { assign } from '../src/holds/assign.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { reopen } from '../src/items/reopen.ts';
import { reviseItem } from '../src/items/revise.ts';
import { findSimilar } from '../src/items/similar.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, instant, review, submit } from './acts.ts';
import { addedTo, kindsOf } from './observe.ts';

const { db } = await useTestDatabase();
const checker = { version: 'none', check: async () => [] } as never;

/** An item at a checkpoint that takes so many returns, and those who deal with it. Nothing is offered for long: Ann is away each time. */
async function makeItem(settings: Record<string, unknown> = {}) {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', settings);
  const item = await submit(workspace.service, 'texts', 'a');
  const [ann, lead] = [await workspace.person('Ann'), await workspace.person('Lena', 'lead')];
  let now = 0;
  const returnOnce = async () => {
    now += 7_200;
    await review(at(ann, now), item.id, 'return', { comment: `return at ${now}` });
    await releaseDue(db, { at: instant(now + 60) });
    return getItem({ ctx: ann, id: item.id });
  };
  const revise = (text: string) => reviseItem({ ctx: at(workspace.service, now + 3_600), itemId: item.id, input: { output: { text } } });
  return { ...workspace, item, ann, lead, returnOnce, revise, later: () => now + 4_000 };
}

type Made = Awaited<ReturnType<typeof makeItem>>;

/** Returned once too often: it waits for the leads. */
async function makeEscalated(settings: Record<string, unknown> = {}): Promise<Made> {
  const made = await makeItem({ maxReturns: 1, ...settings });
  await made.returnOnce();
  await made.revise('second');
  await made.returnOnce();
  return made;
}

test('[C5] an item goes back to its maker three times; the fourth return brings it to the leads', async () => {
  const { id, item, ann, lead, returnOnce, revise, later } = await makeItem();
  for (const text of ['second', 'third', 'fourth']) {
    expect((await returnOnce()).state).toBe('returned');
    await revise(text);
  }
  expect(await returnOnce()).toMatchObject({ state: 'waiting', returns: 4, revision: 4, decision: null });
  expect((await kindsOf(db, id)).filter((kind) => /returned|escalated/.test(kind))).toEqual([
    'item.returned',
    'item.returned',
    'item.returned',
    'item.escalated',
  ]);
  expect(await claim({ ctx: at(ann, later()), input: {} })).toEqual([]);
  expect(await claim({ ctx: at(lead, later()), input: {} })).toMatchObject([{ item: { id: item.id }, refused: { revision: 4 } }]);
  const { reviews, revisions } = await getHistory({ ctx: lead, id: item.id });
  expect([reviews.length, revisions.length]).toEqual([4, 4]);
});

test('[C5] with no returns allowed the first one goes to the leads, with and without a time to undo', async () => {
  for (const undoSeconds of [10, 0]) {
    const { id, item, lead, returnOnce } = await makeItem({ maxReturns: 0, undoSeconds });
    const entries = await addedTo(db, id, returnOnce);
    expect(entries.map(({ kind }) => kind)).toEqual(['item.decided', 'item.escalated']);
    expect(await claim({ ctx: lead, input: { checkpoint: 'texts' } })).toMatchObject([{ item: { id: item.id, returns: 1 } }]);
  }
});

test('[C5] a reviewer neither finds nor decides what waits for the leads; who asks is told why', async () => {
  const { item, ann, owner, later } = await makeEscalated();
  const ctx = at(ann, later());
  for (const input of [{}, { checkpoint: 'texts', includeSkipped: true }]) expect(await claim({ ctx, input })).toEqual([]);
  const refused = { code: 'claimed_by_other', message: expect.stringContaining('waits for a lead') };
  await expect(claim({ ctx, input: { item: item.id } })).rejects.toMatchObject(refused);
  await expect(review(ctx, item.id, 'approve')).rejects.toMatchObject(refused);
  expect((await findSimilar({ ctx, query: { checkpoint: 'texts', phrase: 'second' } })).items).toEqual([]);
  expect((await findSimilar({ ctx: at(owner, later()), query: { checkpoint: 'texts', phrase: 'second' } })).items).toHaveLength(1);
  const { outputHash } = await getItem({ ctx, id: item.id });
  const input = { id: 'bulk-leads-1', items: [{ itemId: item.id, outputHash }] };
  const { result } = await decideBulk({ ctx, input, checker });
  expect(result).toMatchObject({ decided: [], leftOut: [{ code: 'claimed_by_other', detail: expect.stringContaining('lead') }] });
});

test.each(['owner', 'lead'] as const)('[C5] the %s decides it, and cannot return it once more', async (who) => {
  const made = await makeEscalated();
  const ctx = at(made[who], made.later());
  await expect(review(ctx, made.item.id, 'return')).rejects.toMatchObject({
    code: 'returns_used_up',
    details: { context: { returns: 2, maxReturns: 1 } },
  });
  expect((await review(ctx, made.item.id, 'edit', { output: { text: 'by hand' } })).item.decision).toMatchObject({ outcome: 'edited' });
});

test('[I3] [C5] the return that brought it to the leads, sent again, is answered as the first time', async () => {
  const { item, lead, later } = await makeItem({ maxReturns: 0, undoSeconds: 0 });
  const send = (comment: string) => review(at(lead, later()), item.id, 'return', { outputHash: item.outputHash, comment });
  await send('no');
  await releaseDue(db, { at: instant(later() + 1) });
  expect(await send('no')).toMatchObject({ replayed: true, item: { state: 'waiting', returns: 1 } });
  await expect(send('no, no')).rejects.toMatchObject({ code: 'returns_used_up' });
});

test('[C5] a lapsed claim of a lead, and an undo, leave it to the leads', async () => {
  const { item, ann, lead, owner, later } = await makeEscalated();
  await claim({ ctx: at(lead, later()), input: {} });
  expect(await claim({ ctx: at(ann, later() + 400), input: {} })).toEqual([]);
  await review(at(lead, later() + 401), item.id, 'approve');
  await undo({ ctx: at(lead, later() + 402), itemId: item.id });
  expect(await claim({ ctx: at(ann, later() + 900), input: {} })).toEqual([]);
  expect(await claim({ ctx: at(owner, later() + 901), input: {} })).toMatchObject([{ item: { id: item.id } }]);
});

test('[C5] a lead may give it to a reviewer by name', async () => {
  const { item, ann, lead, later } = await makeEscalated();
  await assign({ ctx: at(lead, later()), itemId: item.id, input: { personId: ann.actor.id } });
  expect(await claim({ ctx: at(ann, later()), input: {} })).toMatchObject([{ item: { id: item.id } }]);
});

test('[C5] a return that would bring it to the leads is undone like any other', async () => {
  const { id, item, ann, later } = await makeItem({ maxReturns: 0 });
  await review(at(ann, later()), item.id, 'return');
  await undo({ ctx: at(ann, later() + 9), itemId: item.id });
  await releaseDue(db, { at: instant(later() + 60) });
  expect(await getItem({ ctx: ann, id: item.id })).toMatchObject({ state: 'waiting', returns: 0 });
  expect(await kindsOf(db, id)).not.toContain('item.escalated');
});

test('[C5] reopened, its returns are counted anew and it waits for everybody', async () => {
  const { item, ann, lead, later } = await makeEscalated({ undoSeconds: 0 });
  await review(at(lead, later()), item.id, 'reject');
  await reopen({ ctx: at(lead, later() + 1), itemId: item.id, input: { comment: 'not so bad' } });
  expect(await claim({ ctx: at(ann, later() + 2), input: {} })).toMatchObject([{ item: { returns: 0 } }]);
  expect((await review(at(ann, later() + 3), item.id, 'return')).item.state).toBe('returned');
});
