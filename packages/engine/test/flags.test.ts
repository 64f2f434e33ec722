import { type Flag, ItemHistory } from '@countersign/contract';
import { expect, test } from 'vitest';
import { addWords } from '../src/checkpoints/add-words.ts';
import { claim } from '../src/claims/claim.ts';
import { decideFlags } from '../src/flags/decide.ts';
import { getFlags } from '../src/flags/get.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, edited, review, submit } from './acts.ts';
import { brandRules, checker, idsOf, text } from './desk-acts.ts';
import { addedTo, logOf, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeItem(words: string, more: object = {}) {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', { brandRules });
  const item = await submit(workspace.service, 'texts', 'a', { ...text(words), ...more });
  return { ...workspace, item, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

const decideOn = (flags: Flag[], action: 'accepted' | 'dismissed', more: object = {}) => ({
  decisions: flags.map((flag) => ({ flag, action, ...more })),
});

const countingChecker = () => {
  let asked = 0;
  return {
    ...checker,
    check: (request: Parameters<typeof checker.check>[0]) => {
      asked += 1;
      return checker.check(request);
    },
    asked: () => asked,
  };
};

test('[L3] flags come with the first question, are kept, and their counts show in the item and its claim', async () => {
  const { item, ann } = await makeItem('a wrong and odd text');
  expect((await getItem({ ctx: ann, id: item.id })).flags).toBeNull();
  const counting = countingChecker();
  const { flags, dismissed } = await getFlags({ ctx: ann, itemId: item.id, checker: counting });
  expect(flags.map(({ level, start, end, path }) => [level, start, end, path])).toEqual([
    ['error', 2, 7, '/text'],
    ['warning', 12, 15, '/text'],
  ]);
  expect(dismissed).toEqual([]);
  expect(await getFlags({ ctx: ann, itemId: item.id, checker: counting })).toEqual({ flags, dismissed });
  expect(counting.asked()).toBe(1);
  expect((await getItem({ ctx: ann, id: item.id })).flags).toEqual({ error: 1, warning: 1, info: 0 });
  const [claimed] = await claim({ ctx: ann, input: {} });
  expect(claimed?.item.flags).toEqual({ error: 1, warning: 1, info: 0 });
});

test("the AI's own flags and the facts of the input are among them", async () => {
  const { item, ann } = await makeItem('It weighs 300 g', {
    input: { weight: '200 g' },
    metadata: { flags: [{ path: '/text', text: '300 g', message: 'I am not sure', level: 'info' }, 'no flag'] },
  });
  const { flags } = await getFlags({ ctx: ann, itemId: item.id, checker });
  expect(new Set(flags.map(({ kind }) => kind))).toContain('fact');
});

test('an edit, other rules, a new word or a new build of the checks have the text checked again', async () => {
  const { item, ann, owner, checkpoint } = await makeItem('a wrong text');
  const counting = countingChecker();
  const flagsOf = async (build = counting) => (await getFlags({ ctx: at(ann, 1), itemId: item.id, checker: build })).flags.length;
  expect(await flagsOf()).toBe(1);
  await review(at(ann, 0), item.id, 'edit', edited('a good text'));
  expect((await getItem({ ctx: ann, id: item.id })).flags).toBeNull();
  expect(await flagsOf()).toBe(0);
  await checkpoint('texts', { brandRules: { banned: [{ phrase: 'good' }] } });
  expect(await flagsOf()).toBe(1);
  await addWords({ ctx: owner, name: 'texts', input: { words: ['Countersign'] } });
  expect(await flagsOf()).toBe(1);
  expect(counting.asked()).toBe(4);
  expect(await flagsOf({ ...counting, version: 'newer' })).toBe(1);
  expect(counting.asked()).toBe(5);
});

test('[L3] a dismissed flag is not raised again, for anybody, while its words stay; another place is another flag', async () => {
  const { item, ann, ben } = await makeItem('one wrong word, and another wrong one');
  const { flags } = await getFlags({ ctx: ann, itemId: item.id, checker });
  expect(flags).toHaveLength(2);
  await decideFlags({ ctx: ann, itemId: item.id, input: decideOn([flags[0]!], 'dismissed', { reason: 'a quote' }) });
  const seen = await getFlags({ ctx: ben, itemId: item.id, checker });
  expect([idsOf(seen.flags), seen.dismissed]).toEqual([[flags[1]!.id], [flags[0]!.id]]);
  expect((await getItem({ ctx: ben, id: item.id })).flags).toEqual({ error: 1, warning: 0, info: 0 });
  await review(at(ann, 0), item.id, 'edit', edited('Now longer. one wrong word, and another good one'));
  const edit = await getFlags({ ctx: ben, itemId: item.id, checker });
  expect(edit).toEqual({ flags: [], dismissed: [flags[0]!.id] });
});

test('what was done about flags stands in the history of the item, with the words and the reason, and in no other workspace', async () => {
  const { item, ann, ben } = await makeItem('a wrong and odd text');
  const { flags } = await getFlags({ ctx: ann, itemId: item.id, checker });
  await decideFlags({ ctx: at(ann, 1), itemId: item.id, input: decideOn([flags[0]!], 'accepted', { replacement: 'right' }) });
  await decideFlags({ ctx: at(ben, 2), itemId: item.id, input: decideOn([flags[1]!], 'dismissed', { reason: 'a quote' }) });
  const { flagRecords } = await getHistory({ ctx: ann, id: item.id });
  expect(ItemHistory.parse(await getHistory({ ctx: ann, id: item.id })).flagRecords).toEqual(flagRecords);
  expect(flagRecords).toMatchObject([
    { flag: flags[0], action: 'accepted', replacement: 'right', reason: null, by: { kind: 'person', name: 'Ann' } },
    { flag: flags[1], action: 'dismissed', replacement: null, reason: 'a quote', by: { kind: 'person', name: 'Ben' } },
  ]);
  expect(flagRecords[0]!.outputHash).toBe(item.outputHash);
  const stranger = await makeItem('another text');
  await expect(getHistory({ ctx: stranger.ann, id: item.id })).rejects.toMatchObject({ code: 'not_found' });
});

test('[L3] the newest decision counts: what was dismissed and then accepted is open again', async () => {
  const { item, ann, ben } = await makeItem('a wrong text');
  const { flags } = await getFlags({ ctx: ann, itemId: item.id, checker });
  await decideFlags({ ctx: at(ann, 1), itemId: item.id, input: decideOn(flags, 'dismissed') });
  await decideFlags({ ctx: at(ben, 2), itemId: item.id, input: decideOn(flags, 'accepted', { replacement: 'right' }) });
  expect((await getFlags({ ctx: ann, itemId: item.id, checker })).flags).toEqual(flags);
  const { rows } = await db.pool.query(
    'select action, replacement, kind, rule, level, flag from flag_decisions where item_id = $1 order by decided_at',
    [item.id],
  );
  expect(rows).toMatchObject([
    { action: 'dismissed', replacement: null, kind: 'brand', level: 'error', flag: flags[0] },
    { action: 'accepted', replacement: 'right' },
  ]);
});

test('[G1] [G3] each acceptance and dismissal is logged once, with ids, kind and rule and no words of the text', async () => {
  const { id, item, ann } = await makeItem('a wrong and odd text');
  const { flags } = await getFlags({ ctx: ann, itemId: item.id, checker });
  const input = {
    decisions: [
      { flag: flags[0], action: 'accepted', replacement: 'secret replacement' },
      { flag: flags[1], action: 'dismissed', reason: 'secret reason' },
    ],
  };
  const entries = await addedTo(db, id, () => decideFlags({ ctx: ann, itemId: item.id, input }));
  expect(
    entries.map(({ kind, itemId, data, actor }) => ({ kind, itemId, data, actor })).toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
  ).toEqual(
    (['accepted', 'dismissed'] as const).map((action, n) => ({
      kind: `flag.${action}`,
      itemId: item.id,
      data: { flagId: flags[n]!.id, kind: 'brand', rule: flags[n]!.source.rule },
      actor: { kind: 'person', id: (ann.actor as { id: string }).id },
    })),
  );
  expect(JSON.stringify(entries)).not.toContain('secret');
  expect(await addedTo(db, id, () => decideFlags({ ctx: ann, itemId: item.id, input }))).toEqual([]);
});

test('twenty people decide on one flag at once: each decision is kept, and the count is right', async () => {
  const { id, item, ann, person } = await makeItem('a wrong text');
  const { flags } = await getFlags({ ctx: ann, itemId: item.id, checker });
  const people = await Promise.all(Array.from({ length: 20 }, (_, n) => person(`Person ${n}`)));
  await Promise.all(people.map((ctx) => decideFlags({ ctx, itemId: item.id, input: decideOn(flags, 'dismissed') })));
  expect((await logOf(db, id)).filter(({ kind }) => kind === 'flag.dismissed')).toHaveLength(20);
  expect((await getItem({ ctx: ann, id: item.id })).flags).toEqual({ error: 0, warning: 0, info: 0 });
});

test('[P1] [P2] a service key cannot decide on flags; an item of another workspace does not exist', async () => {
  const { id, item, service, ann } = await makeItem('a wrong text');
  const { ann: stranger } = await makeItem('x');
  const { flags } = await getFlags({ ctx: service, itemId: item.id, checker });
  const before = await rowsOf(db, id);
  expect(await codeOf(decideFlags({ ctx: service, itemId: item.id, input: decideOn(flags, 'dismissed') }))).toBe('not_allowed');
  expect(await codeOf(decideFlags({ ctx: stranger, itemId: item.id, input: decideOn(flags, 'dismissed') }))).toBe('not_found');
  expect(await codeOf(getFlags({ ctx: stranger, itemId: item.id, checker }))).toBe('not_found');
  expect(await rowsOf(db, id)).toEqual(before);
  expect((await getFlags({ ctx: ann, itemId: item.id, checker })).flags).toHaveLength(1);
});

test('a text with NUL in its flagged words can be checked and kept', async () => {
  const { item, ann } = await makeItem('4111 1111 1111 1111 is a \u0000 wrong card \ud83d\ude00 wrong');
  const { flags } = await getFlags({ ctx: ann, itemId: item.id, checker });
  expect(flags.length).toBeGreaterThan(1);
  expect((await getItem({ ctx: ann, id: item.id })).flags?.error).toBeGreaterThan(1);
});
