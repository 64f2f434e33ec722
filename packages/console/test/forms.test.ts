import type { Json } from '@countersign/contract';
import { expect, test } from 'vitest';
import { checkOutput } from '../src/draft/check-output.ts';
import type { Field } from '../src/draft/field.ts';
import { fieldsOf } from '../src/draft/fields.ts';
import { blankOf } from '../src/draft/list-field.ts';
import { blocksOf } from '../src/draft/markdown-blocks.ts';
import { inlinesOf } from '../src/draft/markdown-inlines.ts';
import { parseArguments } from '../src/draft/tool-field.ts';
import { readSwipe } from '../src/review/swipe.ts';

const one = (schema: object, value: Json): Field => {
  const [field] = fieldsOf({ type: 'object', required: ['x'], properties: { x: schema } } as never, { x: value }, 'Draft');
  return field!;
};
const formatOf = (schema: object, value: Json = 'a') => {
  const field = one(schema, value);
  return field.kind === 'text' ? field.format : field.kind;
};

test('a text is edited as what the schema says it is', () => {
  expect(formatOf({ type: 'string', contentMediaType: 'text/markdown' })).toBe('markdown');
  expect(formatOf({ type: 'string', contentMediaType: 'text/html' })).toBe('html');
  expect(formatOf({ type: 'string', format: 'date' })).toBe('date');
  expect(formatOf({ type: 'string', format: 'date-time' })).toBe('date-time');
  expect(formatOf({ type: 'string', format: 'uri', contentMediaType: 'image/png' })).toBe('image');
  expect(formatOf({ type: 'string', format: 'uri' })).toBe('plain');
  expect(formatOf({ type: 'string' }, 'https://a.example/b.webp')).toBe('image');
  const named = fieldsOf({ type: 'object', properties: { image: { type: 'string', format: 'uri' } } }, { image: '' }, 'Draft')[0];
  expect(named).toMatchObject({ kind: 'text', format: 'image' });
});

test('lists become choices, tables or forms', () => {
  expect(one({ type: 'array', items: { enum: ['a', 'b'] } }, ['a'])).toMatchObject({ kind: 'choices', options: ['a', 'b'] });
  const flat = { type: 'object', properties: { a: { type: 'string' }, n: { type: 'number' } }, required: ['a'] };
  expect(one({ type: 'array', items: flat }, [{ a: 'x', n: 1 }])).toMatchObject({ kind: 'rows', look: 'table' });
  const deep = { type: 'object', properties: { a: { type: 'string' }, list: { type: 'array', items: { type: 'string' } } } };
  expect(one({ type: 'array', items: deep }, [])).toMatchObject({ kind: 'rows', look: 'list' });
  expect(fieldsOf(null, [{ a: 'x' }, { a: 'y' }], 'Draft')[0]).toMatchObject({ kind: 'rows', look: 'table' });
});

test('a new entry has what it must have', () => {
  const schema = { type: 'object', required: ['a', 'k'], properties: { a: { type: 'string' }, b: { type: 'number' }, k: { const: 'v' } } };
  expect(blankOf(schema as never)).toEqual({ a: '', k: 'v' });
  expect(blankOf({}, { a: 'x', n: 2, on: true, list: [1] })).toEqual({ a: '', n: null, on: false, list: [] });
});

test('a tool call is known by its name and arguments, as an object or as text', () => {
  expect(one({}, { name: 'send', arguments: { to: 'a' } })).toMatchObject({ kind: 'tool', nameKey: 'name', argumentsKey: 'arguments' });
  expect(one({}, { id: '1', type: 'function', name: 'send', arguments: '{"to":"a"}' }).kind).toBe('tool');
  expect(one({}, { name: 'Lamp', input: 'a plain text' }).kind).toBe('group');
  expect(one({}, { name: 'Lamp', price: 5 }).kind).toBe('group');
  expect([parseArguments(''), parseArguments('[1]'), parseArguments('{'), parseArguments({ a: 1 })]).toEqual([{}, null, null, { a: 1 }]);
});

test('faults of rows, tools and dates name their place', () => {
  const schema = {
    type: 'object',
    required: ['rows', 'day', 'at', 'kind'],
    properties: {
      rows: { type: 'array', minItems: 3, items: { type: 'object', required: ['n'], properties: { n: { type: 'integer', maximum: 5 } } } },
      day: { type: 'string', format: 'date' },
      at: { type: 'string', format: 'date-time' },
      kind: { enum: ['a', 'b'] },
      call: {
        type: 'object',
        properties: { name: { type: 'string' }, arguments: { type: 'object', required: ['to'], properties: { to: { type: 'string' } } } },
      },
      optional: { type: 'object', required: ['must'], properties: { must: { type: 'string' } } },
    },
  };
  const output = {
    rows: [{ n: 1 }, { n: 9 }],
    day: '2026-02-30',
    at: '2026-02-03',
    kind: 'c',
    call: { name: 'x', arguments: '{"to":""}' },
  };
  const faults = checkOutput(fieldsOf(schema as never, output, 'Draft'), output);
  expect(faults.map((each) => each.pointer)).toEqual(['/rows', '/rows/1/n', '/day', '/at', '/kind', '/call/arguments/to']);
  const good = {
    rows: [{ n: 1 }, { n: 2 }, { n: 3 }],
    day: '2026-02-03',
    at: '2026-02-03T10:00:00Z',
    kind: 'a',
    call: { name: 'x', arguments: { to: 'a' } },
  };
  expect(checkOutput(fieldsOf(schema as never, good, 'Draft'), good)).toEqual([]);
});

test('a map of any names takes new ones; other objects do not', () => {
  expect(one({ type: 'object', additionalProperties: { type: 'string' } }, { de: 'x' })).toMatchObject({ kind: 'group', isOpen: true });
  expect(one({ type: 'object', properties: { a: { type: 'string' } } }, {})).toMatchObject({ kind: 'group', isOpen: false });
});

test('Markdown has blocks and parts; HTML and strange addresses stay text', () => {
  const text = '# T\n\nA **b** `c`\n\n- one\n- two\n  - deep\n\n1. x\n\n> q\n\n```\n<b>\n```\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n---';
  expect(blocksOf(text).map((block) => block.kind)).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code', 'table', 'rule']);
  expect(inlinesOf('<b>x</b> [l](javascript:alert(1))').every((part) => part.kind === 'text')).toBe(true);
  expect(inlinesOf('[l](https://a.example)')).toEqual([
    { kind: 'link', address: 'https://a.example', parts: [{ kind: 'text', text: 'l' }] },
  ]);
  expect(inlinesOf('a_b_c \\*x\\* **_y_**').map((part) => part.kind)).toContain('strong');
});

test('hostile Markdown ends soon', () => {
  const started = performance.now();
  for (const piece of ['*', '_', '[', '`', '![', '> ', '- ', '**a ', '| ', '<', '~~'])
    for (const block of blocksOf(piece.repeat(4000))) if (block.kind === 'paragraph') inlinesOf(block.text);
  expect(performance.now() - started).toBeLessThan(3000);
});

test('a swipe decides only when it goes far and aside', () => {
  expect(readSwipe(8, 0, 360)).toEqual({ side: null, share: 0 });
  expect(readSwipe(60, 50, 360).side).toBeNull();
  expect(readSwipe(60, 5, 360)).toMatchObject({ side: 'approve' });
  expect(readSwipe(60, 5, 360).share).toBeLessThan(1);
  expect(readSwipe(-200, 10, 360)).toEqual({ side: 'reject', share: 1 });
});
