import { expect, test } from 'vitest';
import { explainDatabaseError } from '../src/database/errors.ts';
import { saveDraft } from '../src/drafts/save.ts';
import { getItem } from '../src/items/get.ts';
import { listItems } from '../src/items/list.ts';
import { maxPayloadBytes } from '../src/items/prepare.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, review, submit } from './acts.ts';
import { rowsOf } from './observe.ts';

const { db } = await useTestDatabase();
const { id, owner, checkpoint } = await makeWorkspace(db);
const name = await checkpoint('texts');
const nest = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test.each([
  ['NUL', { a: 'x\0y', 'k\0': '\0' }],
  ['controls and separators', '\u0001\u007f\u2028\u2029\ufeff\ufffe'],
  ['emoji and rare planes', '👩‍👩‍👧‍👦 𝒳 \u{10ffff}'],
  ['escapes', '\\u0000 \\ " / \b\f\n\r\t'],
  ['the name __proto__', JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}')],
  ['numbers', [0, -0.5, 1e21, 1e-7, Number.MAX_SAFE_INTEGER, 1.7976931348623157e308, 5e-324]],
  ['empty things', ['', {}, [], null, { '': '' }]],
  ['five hundred levels', nest(497)],
])('[I2] a payload with %s is kept to the letter', async (title, payload) => {
  const item = await submit(owner, name, title, { input: payload, output: payload, metadata: { payload } });
  const found = await getItem({ ctx: owner, id: item.id });
  for (const part of [found.input, found.output, found.metadata['payload']]) expect(JSON.stringify(part)).toBe(JSON.stringify(payload));
  await saveDraft({ ctx: owner, itemId: item.id, input: { output: payload } });
  expect(await codeOf(review(owner, item.id, 'edit', { output: [payload] }))).toBe('done');
});

test.each([
  ['key', { key: 'a\0' }],
  ['key', { key: 'a\ud800' }],
  ['model', { model: '\0' }],
  ['model', { model: '\udc00' }],
])('[I2] a %s that is no text is refused: %j', async (part, more) => {
  const before = await rowsOf(db, id);
  await expect(submit(owner, name, 'x', more)).rejects.toMatchObject({ code: 'invalid_input', details: { pointer: `/${part}` } });
  expect(await rowsOf(db, id)).toEqual(before);
});

test.each([['0000-01-01T00:00:00Z'], ['9999-12-31T23:59:59-12:00'], ['0001-01-01T00:00:00+12:00']])(
  '[I2] a deadline out of all time is refused: %s',
  async (dueAt) => {
    await expect(submit(owner, name, 'late', { dueAt })).rejects.toMatchObject({ code: 'invalid_input', details: { pointer: '/dueAt' } });
  },
);

test('[I2] a key of the greatest length in the widest letters is kept', async () => {
  const key = Array.from({ length: 500 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000))).join('');
  expect((await submit(owner, name, key)).key).toBe(key);
});

test('[I2] a payload over the limit is refused, one at the limit is kept', async () => {
  const atLimit = 'x'.repeat(maxPayloadBytes - 2);
  expect(await codeOf(submit(owner, name, 'large', { output: atLimit }))).toBe('done');
  for (const part of ['input', 'output'])
    await expect(submit(owner, name, 'larger', { [part]: `${atLimit}x` })).rejects.toMatchObject({
      code: 'payload_too_large',
      details: { pointer: `/${part}` },
    });
});

test('[I2] the limit counts bytes, not letters', async () => {
  expect(await codeOf(submit(owner, name, 'wide', { output: '漢'.repeat(maxPayloadBytes / 2) }))).toBe('payload_too_large');
});

test('[I2] a label is always text, whatever the payload holds', async () => {
  const cut = await submit(owner, name, 'cut', { input: `${'x'.repeat(119)}😀` });
  expect(cut.label).toHaveLength(120);
  expect(cut.label.isWellFormed()).toBe(true);
  expect((await submit(owner, name, 'nul', { input: { title: '\0 \n ' }, output: 1 })).label).toBe('nul');
});

test('[I9] text that the database cannot hold is explained and changes nothing', async () => {
  const item = await submit(owner, name, 'commented');
  const before = await rowsOf(db, id);
  const error = await review(owner, item.id, 'approve', { comment: 'a\0b' }).catch((thrown) => explainDatabaseError(thrown));
  expect(error).toMatchObject({ code: 'invalid_input' });
  const unknown = await getItem({ ctx: owner, id: 'item\0' }).catch((thrown) => explainDatabaseError(thrown));
  expect(unknown).toMatchObject({ code: 'invalid_input' });
  expect(await rowsOf(db, id)).toEqual(before);
});

test('a search for anything finds or does not, and never fails', async () => {
  await submit(owner, name, '100% _sure_ \\o/');
  for (const search of ['100%', '_sure_', '\\o/']) {
    const { items } = await listItems({ ctx: owner, query: { search } });
    expect(items.map(({ key }) => key)).toEqual(['100% _sure_ \\o/']);
  }
  expect((await listItems({ ctx: owner, query: { search: '%%%' } })).items).toEqual([]);
  expect((await listItems({ ctx: owner, query: { search: '\0' } })).items.length).toBeGreaterThan(0);
});
