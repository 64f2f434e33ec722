import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import { findDraft, saveDraft } from '../src/drafts/save.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, edited, instant, review, submit } from './acts.ts';
import { rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeItem(settings: Record<string, unknown> = {}) {
  const workspace = await makeWorkspace(db);
  const name = await workspace.checkpoint('texts', { leaseSeconds: 60, ...settings });
  const item = await submit(workspace.service, name, 'a', { priority: 4, dueAt: instant(9999).toISOString(), confidence: 0.7 });
  return { ...workspace, item, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

test.each(['approve', 'reject', 'return'] as const)(
  '[I5] %s is undone: the item waits again as it was, claimed by the undoer',
  async (verdict) => {
    const { ann, ben, item } = await makeItem();
    await review(at(ann, 0), item.id, verdict);
    expect(await undo({ ctx: at(ann, 9), itemId: item.id })).toEqual({
      item,
      refused: null,
      draft: null,
      expiresAt: instant(69).toISOString(),
      skips: 0,
    });
    expect(await getItem({ ctx: ann, id: item.id })).toEqual(item);
    expect(await codeOf(review(at(ben, 10), item.id, 'approve'))).toBe('claimed_by_other');
    expect(await claim({ ctx: at(ben, 70), input: {} })).toMatchObject([{ item: { id: item.id } }]);
  },
);

test('[I5] an edit that is undone is kept as a revision and as a draft; the output is the former one', async () => {
  const { ann, item } = await makeItem();
  await review(at(ann, 0), item.id, 'edit', edited('first try'));
  expect(await undo({ ctx: at(ann, 1), itemId: item.id })).toMatchObject({ item, draft: { text: 'first try' } });
  const { item: decided } = await review(at(ann, 2), item.id, 'edit', { ...edited('second try'), outputHash: item.outputHash });
  expect(decided.revision).toBe(3);
  const { revisions, reviews } = await getHistory({ ctx: ann, id: item.id });
  expect(revisions.map(({ output }) => output)).toEqual([item.output, { text: 'first try' }, { text: 'second try' }]);
  expect(reviews.map(({ undoneAt }) => undoneAt)).toEqual([instant(1).toISOString(), null]);
});

test('[I10] an undo gives back the draft that was typed before a rejection', async () => {
  const { ann, item } = await makeItem();
  await saveDraft({ ctx: ann, itemId: item.id, input: { output: 'typed' } });
  await review(at(ann, 0), item.id, 'reject');
  expect(await undo({ ctx: at(ann, 1), itemId: item.id })).toMatchObject({ draft: 'typed' });
});

test('[I5] the undone item keeps its place in the order', async () => {
  const { id, ann, item } = await makeItem();
  const place = async () =>
    (await db.pool.query('select rank, due_at, cost, checkpoint_id from waiting where workspace_id = $1', [id])).rows;
  const before = await place();
  await review(at(ann, 0), item.id, 'approve');
  expect(await place()).toEqual([]);
  await undo({ ctx: at(ann, 1), itemId: item.id });
  expect(await place()).toEqual(before);
});

test.each([
  ['somebody else', 'ben', 5, 'Only the person who decided'],
  ['the moment it takes effect', 'ann', 10, 'Too late'],
] as const)('[I5] an undo by %s is refused and changes nothing', async (_, who, seconds, why) => {
  const made = await makeItem();
  await review(at(made.ann, 0), made.item.id, 'edit', edited('mine'));
  const before = await rowsOf(db, made.id);
  await expect(undo({ ctx: at(made[who], seconds), itemId: made.item.id })).rejects.toMatchObject({
    code: 'undo_closed',
    message: expect.stringContaining(why),
  });
  expect(await rowsOf(db, made.id)).toEqual(before);
});

test('[I5] nothing is undone once it was released, nor where no decision is', async () => {
  const { id, ann, item } = await makeItem();
  expect(await codeOf(undo({ ctx: ann, itemId: item.id }))).toBe('undo_closed');
  await review(at(ann, 0), item.id, 'approve');
  await releaseDue(db, { at: instant(10) });
  const before = await rowsOf(db, id);
  expect(await codeOf(undo({ ctx: at(ann, 5), itemId: item.id })), 'even by a clock that runs behind').toBe('undo_closed');
  expect(await rowsOf(db, id)).toEqual(before);
  expect(await codeOf(undo({ ctx: ann, itemId: 'item_unknown' }))).toBe('not_found');
});

test('[I3] after an undo the same review is a new decision, not a replay', async () => {
  const { ann, item } = await makeItem();
  const first = await review(at(ann, 0), item.id, 'approve');
  await undo({ ctx: at(ann, 1), itemId: item.id });
  const second = await review(at(ann, 2), item.id, 'approve');
  expect(second.replayed).toBe(false);
  expect(second.item.decision?.id).not.toBe(first.item.decision?.id);
  expect(second.item.decision?.undoUntil).toBe(instant(12).toISOString());
});

test('an undo answers with its claim, even when the same person gives it back at that moment', async () => {
  const { id, ann, item } = await makeItem();
  for (let round = 0; round < 20; round += 1) {
    await review(at(ann, 0), item.id, 'approve');
    const undoing = undo({ ctx: at(ann, 1), itemId: item.id });
    for (let given: string[] = []; given.length === 0; ) ({ given } = await giveBack({ ctx: ann, input: { itemIds: [item.id] } }));
    expect(await undoing).toMatchObject({ item: { id: item.id }, expiresAt: instant(61).toISOString() });
  }
  expect((await rowsOf(db, id)).waiting).toHaveLength(1);
});

test('[I5] with no time to undo a decision takes effect at once', async () => {
  const { ann, item } = await makeItem({ undoSeconds: 0 });
  const { item: decided } = await review(at(ann, 0), item.id, 'approve');
  expect(decided).toMatchObject({ state: 'released', releasedAt: instant(0).toISOString() });
  expect(await codeOf(undo({ ctx: at(ann, 0), itemId: item.id }))).toBe('undo_closed');
  expect(await findDraft({ ctx: ann, itemId: item.id })).toBeNull();
});
