import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import type { Context } from '../src/context.ts';
import { decideFlags } from '../src/flags/decide.ts';
import { getFlags } from '../src/flags/get.ts';
import { importItems } from '../src/items/import.ts';
import { findSimilar } from '../src/items/similar.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, itemInput, review, submit } from './acts.ts';
import { brandRules, checker, text } from './desk-acts.ts';

const { db } = await useTestDatabase();

async function makeQueue() {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', { brandRules });
  return { ...workspace, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

const keys = async (ctx: Context, query: object) =>
  (await findSimilar({ ctx, query: { checkpoint: 'texts', ...query } })).items.map(({ key }) => key);

test('items with the phrase in the words of their output, in letters of either case', async () => {
  const { service, ann } = await makeQueue();
  await submit(service, 'texts', 'a', text('the Best phone'));
  await submit(service, 'texts', 'b', { output: { parts: [{ text: 'simply the best phone "ever"' }] } });
  await submit(service, 'texts', 'c', text('a good phone'));
  await submit(service, 'texts', 'd', { output: { 'best phone': 'no' } });
  await submit(service, 'texts', 'e', { ...text('x'), input: { title: 'best phone' } });
  expect(await keys(ann, { phrase: 'best PHONE' })).toEqual(['a', 'b']);
  expect(await keys(ann, { phrase: 'phone "ever"' })).toEqual(['b']);
  expect(await keys(ann, { phrase: '%phone' })).toEqual([]);
  const { items } = await findSimilar({ ctx: ann, query: { checkpoint: 'texts', phrase: 'good' } });
  expect(items).toMatchObject([{ output: { text: 'a good phone' }, input: {} }]);
});

test('[L3] items with an open flag of the rule, and of the model', async () => {
  const { service, ann } = await makeQueue();
  const items = [];
  for (const key of ['a', 'b', 'c'])
    items.push(await submit(service, 'texts', key, { ...text(key === 'c' ? 'fine' : 'wrong'), model: `m-${key}` }));
  for (const { id } of items) await getFlags({ ctx: ann, itemId: id, checker });
  const { flags } = await getFlags({ ctx: ann, itemId: items[0]!.id, checker });
  const rule = flags[0]!.source.rule;
  expect(await keys(ann, { rule })).toEqual(['a', 'b']);
  await decideFlags({ ctx: ann, itemId: items[0]!.id, input: { decisions: [{ flag: flags[0], action: 'dismissed' }] } });
  expect(await keys(ann, { rule })).toEqual(['b']);
  expect(await keys(ann, { model: 'm-c' })).toEqual(['c']);
  expect(await keys(ann, { rule, model: 'm-c' })).toEqual([]);
});

test('[C1] what others hold or have decided is left out', async () => {
  const { service, ann, ben } = await makeQueue();
  const items = [];
  for (const key of ['a', 'b', 'c']) items.push(await submit(service, 'texts', key, text('same')));
  await claim({ ctx: ben, input: { item: items[0]!.id } });
  await claim({ ctx: ann, input: { item: items[1]!.id } });
  expect(await keys(ann, { phrase: 'same' })).toEqual(['b', 'c']);
  await review(ann, items[2]!.id, 'approve');
  expect(await keys(ann, { phrase: 'same' })).toEqual(['b']);
});

test('page by page until all were looked at, each item once', async () => {
  const { service, ann } = await makeQueue();
  const lines = Array.from({ length: 1200 }, (_, n) => JSON.stringify(itemInput(`k${n}`, text(n % 3 ? 'other' : 'same'))));
  await importItems({
    ctx: service,
    checkpoint: 'texts',
    lines: (async function* () {
      yield lines;
    })(),
  });
  const found: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await findSimilar({ ctx: ann, query: { checkpoint: 'texts', phrase: 'same', limit: 90, ...(cursor && { cursor }) } });
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect([found.length, new Set(found).size]).toEqual([400, 400]);
});

test('[P2] a checkpoint of another workspace does not exist', async () => {
  const { owner } = await makeQueue();
  expect(await codeOf(findSimilar({ ctx: owner, query: { checkpoint: 'others', phrase: 'x' } }))).toBe('not_found');
});
