import { expect, test } from 'vitest';
import { importItems } from '../src/items/import.ts';
import { listItems } from '../src/items/list.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, itemInput, review, submit } from './acts.ts';

const { db } = await useTestDatabase();
const { owner, service, checkpoint } = await makeWorkspace(db);
const name = await checkpoint('texts', { undoSeconds: 0 });
await importItems({
  ctx: service,
  checkpoint: name,
  lines: (async function* () {
    yield Array.from({ length: 130 }, (_, n) => JSON.stringify(itemInput(`k${String(n).padStart(3, '0')}`)));
  })(),
});
const other = await submit(service, await checkpoint('other'), 'elsewhere');

async function readAll(query: object): Promise<string[]> {
  const keys: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listItems({ ctx: owner, query: { ...query, ...(cursor && { cursor }) } });
    keys.push(...page.items.map(({ key }) => key));
    cursor = page.nextCursor;
  }
  return keys;
}

test.each([1, 7, 65, 130, 131, 500])('pages of %i hold every item once, by age', async (limit) => {
  const oldest = await readAll({ checkpoint: name, order: 'oldest', limit });
  expect(new Set(oldest).size).toBe(130);
  expect(oldest).toHaveLength(130);
  expect(await readAll({ checkpoint: name, limit }), 'the newest first is the other way round').toEqual(oldest.toReversed());
});

test('an item that comes while somebody reads disturbs no page', async () => {
  const first = await listItems({ ctx: owner, query: { order: 'newest', limit: 60 } });
  await submit(service, 'other', 'meanwhile');
  const second = await listItems({ ctx: owner, query: { order: 'newest', limit: 60, cursor: first.nextCursor } });
  const keys = [...first.items, ...second.items].map(({ key }) => key);
  expect(new Set(keys).size).toBe(120);
  expect(keys).not.toContain('meanwhile');
});

test('a state, a search and a checkpoint narrow the list together', async () => {
  const [target] = (await listItems({ ctx: owner, query: { search: 'k077' } })).items;
  await review(owner, target!.id, 'approve');
  expect(await readAll({ checkpoint: name, state: 'released' })).toEqual(['k077']);
  expect(await readAll({ checkpoint: name, state: 'waiting', search: 'k07', order: 'oldest' })).toEqual([
    'k070',
    'k071',
    'k072',
    'k073',
    'k074',
    'k075',
    'k076',
    'k078',
    'k079',
  ]);
  expect(await readAll({ checkpoint: 'other', search: 'K07' })).toEqual([]);
  expect(await readAll({ search: 'ELSEWHERE' }), 'small and capital letters are one').toEqual(['elsewhere']);
});

test('the payload comes only when it is asked for', async () => {
  const [summary] = (await listItems({ ctx: owner, query: { search: 'elsewhere' } })).items;
  const [whole] = (await listItems({ ctx: owner, query: { search: 'elsewhere', include: 'payload' } })).items;
  expect(whole).toEqual(other);
  const { input: _, output: __, metadata: ___, ...rest } = other;
  expect(summary).toEqual(rest);
});

test.each([{ cursor: 'x' }, { cursor: "item_' or true --" }])('the cursor %j is refused', async (query) => {
  expect(await codeOf(listItems({ ctx: owner, query }))).toBe('invalid_input');
});

test.each([{ limit: 0 }, { limit: 501 }, { state: 'gone' }, { order: 'random' }])('the query %j is refused', async (query) => {
  expect(await codeOf(listItems({ ctx: owner, query }))).toBe('ZodError');
});

test('an unknown checkpoint is not found', async () => {
  expect(await codeOf(listItems({ ctx: owner, query: { checkpoint: 'none' } }))).toBe('not_found');
});
