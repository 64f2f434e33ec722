import { expect, test } from 'vitest';
import { checkOutput } from '../src/draft/check-output.ts';
import { fieldsOf } from '../src/draft/fields.ts';
import { pointerOf, valueAt, withValueAt } from '../src/draft/place.ts';
import { wordDiff } from '../src/draft/word-diff.ts';

const schema = {
  type: 'object',
  required: ['title'],
  properties: {
    title: { type: 'string', maxLength: 10 },
    text: { type: 'string', maxLength: 2000 },
    bullets: { type: 'array', items: { type: 'string' }, minItems: 1 },
    price: { type: 'number', minimum: 0 },
    stock: { type: ['integer', 'null'] },
    kind: { enum: ['a', 'b'] },
    live: { type: 'boolean' },
    seo: { $ref: '#/$defs/seo' },
    anything: {},
  },
  $defs: { seo: { type: 'object', properties: { slug: { type: 'string', pattern: '^[a-z-]+$' } } } },
};

test('the form follows the schema', () => {
  const fields = fieldsOf(schema, { title: 'T', anything: [1, { a: 2 }], unknown_extra: 'x' }, 'Draft');
  expect(fields.map((field) => [field.label, field.kind])).toEqual([
    ['Title', 'text'],
    ['Text', 'text'],
    ['Bullets', 'list'],
    ['Price', 'number'],
    ['Stock', 'number'],
    ['Kind', 'choice'],
    ['Live', 'switch'],
    ['Seo', 'group'],
    ['Anything', 'json'],
    ['Unknown extra', 'text'],
  ]);
  expect(fields.flatMap((field) => (field.kind === 'text' ? [field.isLong] : []))).toEqual([false, true, false]);
});

test('without a schema the form follows the value', () => {
  expect(fieldsOf(null, 'A text', 'Draft').map((field) => [field.kind, field.path])).toEqual([['text', []]]);
  expect(fieldsOf(null, { a: 1, b: ['x'], c: [1] }, 'Draft').map((field) => field.kind)).toEqual(['number', 'list', 'json']);
  expect(fieldsOf(null, [1, 2], 'Draft').map((field) => field.kind)).toEqual(['json']);
});

test('a value that does not fit its schema is edited as JSON, never dropped', () => {
  expect(fieldsOf({ type: 'object', properties: { title: { type: 'string' } } }, { title: { de: 'x' } }, 'Draft')[0]?.kind).toBe('json');
});

test('faults name their place', () => {
  const output = { title: 'much too long a title', bullets: [], price: -1, stock: 1.5, seo: { slug: 'Not this' } };
  const faults = checkOutput(fieldsOf(schema, output, 'Draft'), output);
  expect(faults.map((each) => each.pointer)).toEqual(['/title', '/bullets', '/price', '/stock', '/seo/slug']);
  expect(checkOutput(fieldsOf(schema, { title: 'ok' }, 'Draft'), { title: 'ok' })).toEqual([]);
});

test('a place is changed in a copy', () => {
  const before = { a: { b: ['x', 'y'] }, c: 1 };
  const after = withValueAt(before, ['a', 'b', 1], 'z');
  expect([before.a.b[1], valueAt(after, ['a', 'b', 1]), withValueAt(before, ['c'], undefined), pointerOf(['a/b', 'c~d'])]).toEqual([
    'y',
    'z',
    { a: { b: ['x', 'y'] } },
    '/a~1b/c~0d',
  ]);
});

test('the word difference shows what went and what came, and rebuilds both texts', () => {
  const [before, after] = ['A basic phone with a good screen.', 'A basic smartphone with a bright, sharp screen.'];
  const pieces = wordDiff(before, after);
  expect(
    pieces
      .filter((piece) => piece.kind !== 'new')
      .map((piece) => piece.text)
      .join(''),
  ).toBe(before);
  expect(
    pieces
      .filter((piece) => piece.kind !== 'gone')
      .map((piece) => piece.text)
      .join(''),
  ).toBe(after);
  expect(pieces.filter((piece) => piece.kind === 'gone').map((piece) => piece.text.trim())).toEqual(['phone', 'good']);
});
