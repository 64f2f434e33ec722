import { expect, test } from 'vitest';
import { decideBulk } from '../src/bulk/decide.ts';
import { claim } from '../src/claims/claim.ts';
import { decideFlags } from '../src/flags/decide.ts';
import { getFlags } from '../src/flags/get.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, edited, review, submit } from './acts.ts';
import { asShown, brandRules, bulk, checker, newBulkId, text } from './desk-acts.ts';
import { addedTo, logOf, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeGrid(outputs: string[], settings: object = {}) {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', { brandRules, ...settings });
  const items = [];
  for (const [n, words] of outputs.entries()) items.push(await submit(workspace.service, 'texts', `k${n}`, text(words)));
  return { ...workspace, items, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

test('[C6] the set that was shown is approved: one decision, one review and one log entry per item', async () => {
  const { id, items, ann } = await makeGrid(['fine one', 'fine two', 'fine three']);
  const bulkId = newBulkId();
  const input = { id: bulkId, items: items.map(asShown), comment: 'all good', activeSeconds: 30 };
  const entries = await addedTo(db, id, async () => {
    const { result, settled } = await decideBulk({ ctx: ann, input, checker });
    expect(result).toEqual({ id: bulkId, decided: items.map((item) => ({ itemId: item.id, outcome: 'approved' })), leftOut: [] });
    expect(settled).toEqual([]);
  });
  expect(entries.map(({ kind, itemId, data }) => [kind, itemId, data.bulkId])).toEqual(
    items.map((item) => ['item.decided', item.id, bulkId]),
  );
  for (const item of items) {
    const { state, decision, outputHash } = await getItem({ ctx: ann, id: item.id });
    expect([state, decision?.outcome, decision?.comment, outputHash]).toEqual(['decided', 'approved', 'all good', item.outputHash]);
    const { reviews } = await getHistory({ ctx: ann, id: item.id });
    expect(reviews).toMatchObject([{ verdict: 'approve', bulkId, activeSeconds: 10, by: { name: 'Ann' } }]);
  }
  expect(new Set((await rowsOf(db, id)).reviews).size).toBe(3);
  expect((await rowsOf(db, id)).waiting).toEqual([]);
});

test('[C6] a correction made in the grid becomes a revision; one that changes nothing is an approval', async () => {
  const { items, ann } = await makeGrid(['one', 'two', 'three']);
  const [first, second, third] = items;
  const { decided } = await bulk(ann, [
    { ...asShown(first!), ...edited('better') },
    { ...asShown(second!), output: second!.output },
    asShown(third!),
  ]);
  expect(decided.map(({ outcome }) => outcome)).toEqual(['edited', 'approved', 'approved']);
  const item = await getItem({ ctx: ann, id: first!.id });
  expect([item.output, item.revision, item.decision?.outputHash]).toEqual([{ text: 'better' }, 2, item.outputHash]);
  const { revisions } = await getHistory({ ctx: ann, id: first!.id });
  expect(revisions.map(({ output }) => output)).toEqual([{ text: 'one' }, { text: 'better' }]);
  expect((await getHistory({ ctx: ann, id: second!.id })).revisions).toHaveLength(1);
});

test('[C6] items with open error-level flags are left out and named with their flags; warnings do not stop', async () => {
  const { items, ann } = await makeGrid(['fine', 'this is wrong', 'this is odd', 'wrong twice wrong']);
  const { decided, leftOut } = await bulk(ann, items.map(asShown));
  expect(decided.map(({ itemId }) => itemId)).toEqual([items[0]!.id, items[2]!.id]);
  expect(leftOut.map(({ itemId, code, flags }) => [itemId, code, flags.map(({ level }) => level)])).toEqual([
    [items[1]!.id, 'open_errors', ['error']],
    [items[3]!.id, 'open_errors', ['error', 'error']],
  ]);
  expect((await getItem({ ctx: ann, id: items[1]!.id })).state).toBe('waiting');
});

test('[C6] the output that would be approved counts: an edit that mends goes out, one that breaks stays', async () => {
  const { items, ann } = await makeGrid(['this is wrong', 'fine']);
  const [mended, broken] = items;
  const { decided, leftOut } = await bulk(ann, [
    { ...asShown(mended!), ...edited('this is right') },
    { ...asShown(broken!), ...edited('now wrong') },
  ]);
  expect(decided).toEqual([{ itemId: mended!.id, outcome: 'edited' }]);
  expect(leftOut).toMatchObject([{ itemId: broken!.id, code: 'open_errors', flags: [{ kind: 'brand' }] }]);
});

test('[C6] [L3] a dismissed error does not stop its item', async () => {
  const { items, ann, ben } = await makeGrid(['this is wrong', 'so wrong']);
  const [dismissed, open] = items;
  const { flags } = await getFlags({ ctx: ben, itemId: dismissed!.id, checker });
  await decideFlags({ ctx: ben, itemId: dismissed!.id, input: { decisions: [{ flag: flags[0], action: 'dismissed' }] } });
  const { decided, leftOut } = await bulk(ann, items.map(asShown));
  expect(decided.map(({ itemId }) => itemId)).toEqual([dismissed!.id]);
  expect(leftOut.map(({ itemId }) => itemId)).toEqual([open!.id]);
});

test('[C6] brand rules that changed since the check are the ones that count', async () => {
  const { items, ann, checkpoint } = await makeGrid(['a plain text']);
  await getFlags({ ctx: ann, itemId: items[0]!.id, checker });
  await checkpoint('texts', { brandRules: { banned: [{ phrase: 'plain', level: 'error' }] } });
  expect((await bulk(ann, items.map(asShown))).leftOut).toMatchObject([{ code: 'open_errors' }]);
});

test('[C6] an output that cannot be checked is left out', async () => {
  const { items, ann } = await makeGrid(['a', 'b']);
  const broken = { version: 'broken', check: () => Promise.reject(new Error('crashed')) };
  const { result } = await decideBulk({ ctx: ann, input: { id: newBulkId(), items: items.map(asShown) }, checker: broken });
  expect(result.decided).toEqual([]);
  expect(result.leftOut.map(({ code, flags }) => [code, flags])).toEqual([
    ['open_errors', []],
    ['open_errors', []],
  ]);
});

test('[C6] changed, decided, closed, foreign and unknown items are left out, each with its reason', async () => {
  const { items, ann, ben, service } = await makeGrid(['a', 'b', 'c', 'd', 'e']);
  const [changed, decided, superseded, claimed, good] = items;
  await review(ben, decided!.id, 'reject');
  await submit(service, 'texts', 'k2', { ...text('c2'), supersede: true });
  await claim({ ctx: ben, input: { item: claimed!.id } });
  const { leftOut, ...result } = await bulk(ann, [
    { ...asShown(changed!), outputHash: decided!.outputHash },
    asShown(decided!),
    asShown(superseded!),
    asShown(claimed!),
    { itemId: 'item_none', outputHash: good!.outputHash },
    asShown(good!),
  ]);
  expect(result.decided.map(({ itemId }) => itemId)).toEqual([good!.id]);
  expect(leftOut.map(({ code }) => code)).toEqual(['output_changed', 'already_decided', 'not_reviewable', 'claimed_by_other', 'not_found']);
  expect(leftOut[1]?.detail).toBe('It was rejected by Ben.');
  expect(leftOut[3]?.detail).toContain('Ben is reviewing');
});

test('[I2] [C6] an edit that breaks the schema of the output is left out', async () => {
  const outputSchema = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
  const { items, ann } = await makeGrid(['a', 'b'], { outputSchema });
  const { decided, leftOut } = await bulk(ann, [{ ...asShown(items[0]!), output: { words: 1 } }, asShown(items[1]!)]);
  expect(decided).toHaveLength(1);
  expect(leftOut).toMatchObject([
    { itemId: items[0]!.id, code: 'schema_violation', detail: expect.stringContaining('/output/text is missing') },
  ]);
});

test('[C6] the same id again is answered as the first time and changes nothing; for another set it is refused', async () => {
  const { id, items, ann, ben } = await makeGrid(['a', 'this is wrong', 'c']);
  const input = { id: newBulkId(), items: items.slice(0, 2).map(asShown) };
  const first = await decideBulk({ ctx: ann, input, checker });
  const before = await rowsOf(db, id);
  expect(await decideBulk({ ctx: ann, input: { ...input, activeSeconds: 3 }, checker })).toEqual({ ...first, replayed: true });
  expect(await codeOf(decideBulk({ ctx: ann, input: { ...input, items: items.map(asShown) }, checker }))).toBe('key_conflict');
  expect(await rowsOf(db, id)).toEqual(before);
  const other = await decideBulk({ ctx: ben, input: { ...input, items: [asShown(items[2]!)] }, checker });
  expect([other.replayed, other.result.decided.length]).toEqual([false, 1]);
});

test('[C6] with no time to undo the items are released at once', async () => {
  const { id, items, ann } = await makeGrid(['a', 'b'], { undoSeconds: 0 });
  const { settled } = await decideBulk({ ctx: ann, input: { id: newBulkId(), items: items.map(asShown) }, checker });
  expect(settled.toSorted()).toEqual(items.map((item) => item.id).toSorted());
  expect((await getItem({ ctx: ann, id: items[0]!.id })).state).toBe('released');
  expect(
    (await logOf(db, id))
      .slice(-4)
      .map(({ kind }) => kind)
      .toSorted(),
  ).toEqual(['item.decided', 'item.decided', 'item.released', 'item.released']);
});

test('[C6] one item twice in a set is refused, and nothing happens', async () => {
  const { id, items, ann } = await makeGrid(['a']);
  const before = await rowsOf(db, id);
  expect(await codeOf(bulk(ann, [asShown(items[0]!), asShown(items[0]!)]))).toBe('invalid_input');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[P2] items of another workspace are answered like ones that do not exist', async () => {
  const { items, id } = await makeGrid(['a']);
  const { ann: stranger } = await makeGrid([]);
  const before = await rowsOf(db, id);
  const { leftOut } = await bulk(stranger, items.map(asShown));
  expect(leftOut).toEqual([{ itemId: items[0]!.id, code: 'not_found', detail: 'There is no such item here.', flags: [] }]);
  expect(await rowsOf(db, id)).toEqual(before);
});
