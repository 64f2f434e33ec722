import { expect, test } from 'vitest';
import { passDeadlines } from '../src/items/deadlines.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { reviseItem } from '../src/items/revise.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, countOf, instant, review, submit } from './acts.ts';
import { brokenRules } from './invariants.ts';
import { allAtOnce, kindsOf, placeInQueue } from './observe.ts';

const { db } = await useTestDatabase({ max: 30 });

async function makeReturned(settings: Record<string, unknown> = {}, more: object = {}) {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', settings);
  const item = await submit(workspace.service, 'texts', 'a', more);
  const ann = await workspace.person('Ann');
  const { item: decided } = await review(at(ann, 0), item.id, 'return');
  await releaseDue(db, { at: instant(60) });
  const revise = (text: string, returnId?: string) =>
    codeOf(reviseItem({ ctx: at(workspace.service, 61), itemId: item.id, input: { output: { text }, ...(returnId && { returnId }) } }));
  return { ...workspace, item, ann, revise, returnId: decided.decision?.id as string };
}

const row = (workspaceId: string, itemId: string) => ({
  text: 'select from items where workspace_id = $1 and id = $2 for update',
  values: [workspaceId, itemId],
});

test('[C5] of ten answers at once one is the revision; the others are told that it was answered', async () => {
  const { id, item, owner, revise } = await makeReturned();
  const answers = await allAtOnce(
    db,
    row(id, item.id),
    Array.from({ length: 10 }, (_, n) => () => revise(`answer ${n}`)),
  );
  expect(countOf(answers)).toEqual({ done: 1, already_revised: 9 });
  expect((await getHistory({ ctx: owner, id: item.id })).revisions).toHaveLength(2);
  expect((await kindsOf(db, id)).filter((kind) => kind === 'item.revised')).toHaveLength(1);
  expect(await brokenRules(db, id)).toEqual([]);
});

test('[C5] [I10] the same answer ten times at once is one revision, and everybody is told that it stands', async () => {
  const { id, item, owner, revise, returnId } = await makeReturned();
  const answers = await allAtOnce(
    db,
    row(id, item.id),
    Array.from({ length: 10 }, () => () => revise('the answer', returnId)),
  );
  expect(countOf(answers)).toEqual({ done: 10 });
  expect((await getHistory({ ctx: owner, id: item.id })).revisions).toHaveLength(2);
});

test.each([
  ['the answer first', ['revise', 'supersede']],
  ['the supersede first', ['supersede', 'revise']],
])('[C5] [I1] an answer and a supersede at once, %s: one item is open, and it is the new one', async (_, order) => {
  const { id, item, service, owner, revise } = await makeReturned();
  const supersede = () => codeOf(submit(service, 'texts', 'a', { output: { text: 'another' }, supersede: true }));
  const starts = { revise: () => revise('better'), supersede };
  const answers = await allAtOnce(
    db,
    row(id, item.id),
    order.map((name) => starts[name as keyof typeof starts]),
  );
  // Whoever came first: a supersede takes the place of what waits as of what was returned.
  expect(answers[order.indexOf('supersede')]).toBe('done');
  expect(answers[order.indexOf('revise')]).toBe(order[0] === 'revise' ? 'done' : 'not_returned');
  expect((await getItem({ ctx: owner, id: item.id })).state).toBe('superseded');
  expect(await brokenRules(db, id)).toEqual([]);
});

test('[C5] [I3] of a return and a supersede at once, the first wins and the other is told', async () => {
  for (const order of [
    ['return', 'supersede'],
    ['supersede', 'return'],
  ]) {
    const { id, service, person, checkpoint } = await makeWorkspace(db);
    const item = await submit(service, await checkpoint('texts'), 'a');
    const ann = await person('Ann');
    const starts = {
      return: () => codeOf(review(ann, item.id, 'return')),
      supersede: () => codeOf(submit(service, 'texts', 'a', { output: { text: 'another' }, supersede: true })),
    };
    const answers = await allAtOnce(
      db,
      placeInQueue(id, item.id),
      order.map((name) => starts[name as keyof typeof starts]),
    );
    expect(answers).toEqual(order[0] === 'return' ? ['done', 'key_conflict'] : ['done', 'not_reviewable']);
    expect(await brokenRules(db, id)).toEqual([]);
  }
});

test('[C5] [I6] of an answer and the deadline at once, one wins', async () => {
  for (const first of ['revise', 'deadline']) {
    const { id, item, owner, revise } = await makeReturned({ onDeadline: 'expire' }, { dueAt: instant(61).toISOString() });
    if (first === 'deadline') await passDeadlines(db, { at: instant(61) });
    expect(await revise('better')).toBe(first === 'revise' ? 'done' : 'not_returned');
    await passDeadlines(db, { at: instant(61) });
    expect((await getItem({ ctx: owner, id: item.id })).state).toBe('expired');
    expect(await brokenRules(db, id)).toEqual([]);
  }
});
