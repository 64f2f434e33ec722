import { expect, test } from 'vitest';
import { decideBulk } from '../src/bulk/decide.ts';
import { undoBulk } from '../src/bulk/undo.ts';
import { claim } from '../src/claims/claim.ts';
import { findDraft } from '../src/drafts/save.ts';
import { assign } from '../src/holds/assign.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { releaseDue } from '../src/items/release.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, edited, instant, submit } from './acts.ts';
import { asShown, checker, newBulkId } from './desk-acts.ts';
import { addedTo, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeDecided(count: number) {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts');
  const items = [];
  for (let n = 0; n < count; n += 1) items.push(await submit(workspace.service, 'texts', `k${n}`));
  const ann = await workspace.person('Ann');
  const bulkId = newBulkId();
  const set = items.map((item, n) => ({ ...asShown(item), ...(n === 0 && edited('better')) }));
  if (count > 0) await decideBulk({ ctx: at(ann, 0), input: { id: bulkId, items: set }, checker });
  return { ...workspace, items, ids: items.map((item) => item.id), ann, ben: await workspace.person('Ben'), bulkId };
}

test('[C6] [I5] a bulk review is undone as one: all wait again, claimed by who undid, edits kept as drafts', async () => {
  const { id, items, ids, ann, ben, bulkId } = await makeDecided(4);
  const entries = await addedTo(db, id, async () => {
    expect(await undoBulk({ ctx: at(ann, 5), id: bulkId })).toEqual({ undone: ids, closed: [] });
  });
  expect(entries.map(({ kind, itemId, data }) => [kind, itemId, data.bulkId]).toSorted()).toEqual(
    ids.map((itemId) => ['item.undone', itemId, bulkId]).toSorted(),
  );
  for (const before of items) {
    const item = await getItem({ ctx: ann, id: before.id });
    expect([item.state, item.outputHash, item.revision]).toEqual(['waiting', before.outputHash, 1]);
    expect((await getHistory({ ctx: ann, id: item.id })).reviews[0]?.undoneAt).not.toBeNull();
    expect(await codeOf(claim({ ctx: at(ben, 6), input: { item: item.id } }))).toBe('claimed_by_other');
  }
  expect((await findDraft({ ctx: ann, itemId: ids[0]! }))?.output).toEqual({ text: 'better' });
});

test('[C6] what took effect meanwhile is named, and so is what was undone before; asked again it answers the same', async () => {
  const { id, ids, ann, bulkId } = await makeDecided(3);
  await undo({ ctx: at(ann, 1), itemId: ids[2]! });
  await db.pool.query('update items set release_at = $2 where workspace_id = $1 and id = $3', [id, instant(2), ids[0]]);
  await releaseDue(db, { at: instant(3) });
  const answer = { undone: [ids[1], ids[2]], closed: [ids[0]] };
  expect(await undoBulk({ ctx: at(ann, 4), id: bulkId })).toEqual(answer);
  const before = await rowsOf(db, id);
  expect(await undoBulk({ ctx: at(ann, 5), id: bulkId })).toEqual(answer);
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[C6] after the time to undo nothing is undone', async () => {
  const { ids, ann, bulkId } = await makeDecided(2);
  expect(await undoBulk({ ctx: at(ann, 11), id: bulkId })).toEqual({ undone: [], closed: ids });
});

test('[C6] five undos of one bulk review at once undo it once', async () => {
  const { id, ids, ann, bulkId } = await makeDecided(20);
  const entries = await addedTo(db, id, async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => undoBulk({ ctx: at(ann, 5), id: bulkId })));
    expect(answers.some(({ undone }) => undone.length === ids.length)).toBe(true);
  });
  expect(entries).toHaveLength(20);
  const { rows } = await db.pool.query('select count(*)::integer as count from waiting where workspace_id = $1', [id]);
  expect(rows[0].count).toBe(20);
});

test('[P2] a bulk review of somebody else, or of another workspace, is one that does not exist', async () => {
  const { id, ben, bulkId } = await makeDecided(1);
  const { ann: stranger } = await makeDecided(0);
  const before = await rowsOf(db, id);
  expect(await codeOf(undoBulk({ ctx: at(ben, 1), id: bulkId }))).toBe('not_found');
  expect(await codeOf(undoBulk({ ctx: at(stranger, 1), id: bulkId }))).toBe('not_found');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[C2] undo brings an assignment back', async () => {
  const { owner, service, ann, ben } = await makeDecided(0);
  const item = await submit(service, 'texts', 'assigned');
  await assign({ ctx: at(owner, 0), itemId: item.id, input: { personId: (ann.actor as { id: string }).id } });
  const bulkId = newBulkId();
  await decideBulk({ ctx: at(ann, 1), input: { id: bulkId, items: [asShown(item)] }, checker });
  await undoBulk({ ctx: at(ann, 2), id: bulkId });
  expect(await claim({ ctx: at(ben, 1000), input: {} })).toEqual([]);
  expect((await claim({ ctx: at(ann, 1000), input: {} })).map((one) => one.item.id)).toEqual([item.id]);
});
