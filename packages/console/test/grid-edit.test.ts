import type { Flag, Item, Json } from '@countersign/contract';
import { expect, test } from 'vitest';
import type { Card } from '../src/grid/card.ts';
import { gridCommandOf, moveCursor } from '../src/grid/grid-keys.ts';
import { gridKeyLines } from '../src/grid/key-lines.ts';
import { acceptIn, isSimilar, replaceIn, rulesIn } from '../src/grid/one-edit.ts';
import { findOutliers } from '../src/grid/outliers.ts';

const flag = (path: string, start: number, end: number, replacement?: string, rule = 'r'): Flag => ({
  id: `${path}${start}`,
  path,
  start,
  end,
  kind: 'brand',
  level: 'warning',
  message: 'm',
  replacements: replacement === undefined ? [] : [replacement],
  source: { checker: 'brand', rule },
});

const card = (output: Json, more: Partial<Item> = {}, flags: Flag[] = []): Card => ({
  item: { id: JSON.stringify(output), output, confidence: 0.9, model: null, flags: null, ...more } as Item,
  output,
  isException: false,
  isLost: false,
  flags,
  leftOut: null,
});

test('find and replace changes every text of an output and nothing else', () => {
  const output = { title: 'A nice lamp', price: 5, list: ['nice', { deep: 'Nice $& \\ nice' }] };
  expect(replaceIn(output, 'nice', '$& (good)', false)).toEqual({
    title: 'A $& (good) lamp',
    price: 5,
    list: ['$& (good)', { deep: '$& (good) $& \\ $& (good)' }],
  });
  expect(replaceIn('Nice nice', 'nice', 'good', true)).toBe('Nice good');
  expect(replaceIn('a.b a+b', 'a.b', 'c', true)).toBe('c a+b');
});

test('replacements are taken at their places, also after astral characters and several in one text', () => {
  const text = '😀 colour and colour';
  const flags = [flag('/t', 3, 9, 'color'), flag('/t', 14, 20, 'color'), flag('/t', 10, 13, '&', 'other')];
  expect(acceptIn({ t: text, u: text }, flags, 'r')).toEqual({ t: '😀 color and color', u: text });
});

test('similar is what has the flag, the phrase and the model together', () => {
  const one = card('A stunning lamp', { model: 'm1' }, [flag('', 2, 10, 'bright')]);
  expect(isSimilar(one, { rule: 'r', phrase: ' STUNNING ', model: 'm1' })).toBe(true);
  expect(isSimilar(one, { rule: 'r', phrase: 'stunning', model: 'm2' })).toBe(false);
  expect(isSimilar(one, { rule: '', phrase: ' ', model: '' })).toBe(false);
  expect(rulesIn([one, card('x', {}, [flag('', 0, 1), flag('', 1, 1)]), card('y')])).toEqual([{ rule: 'r', kind: 'brand', cards: 2 }]);
});

test('the longest, shortest, least sure and strangest stand out; a few alike do not', () => {
  const usual = Array.from({ length: 12 }, (_, n) => card(`A plain lamp number ${n} of steel that stands on a desk and gives light`));
  const long = card('A plain lamp of steel that stands on a desk and gives light '.repeat(4));
  const short = card('A plain lamp');
  const unsure = card('A plain lamp number 99 of steel that stands on a desk and gives light', { confidence: 0.1 });
  const strange = card('Quarterly revenue grew while margins fell across every region we serve');
  const found = new Map(findOutliers([...usual, long, short, unsure, strange]).map((each) => [each.card, each.oddities]));
  expect(found.get(long)).toContain('longest');
  expect(found.get(short)).toContain('shortest');
  expect(found.get(unsure)).toContain('unsure');
  expect(found.get(strange)).toContain('different');
  expect(findOutliers(usual.slice(0, 4))).toEqual([]);
  expect(findOutliers(Array.from({ length: 9 }, () => card('The same text')))).toEqual([]);
});

const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  ...more,
});

test('keys of the grid: bare letters only where nobody types, and only moves repeat', () => {
  expect(gridCommandOf(press('x'), 'page')).toEqual({ kind: 'except' });
  expect(gridCommandOf(press('x'), 'text')).toBeNull();
  expect(gridCommandOf(press('x', { repeat: true }), 'page')).toBeNull();
  expect(gridCommandOf(press('j', { repeat: true }), 'page')).toEqual({ kind: 'move', by: 'next' });
  expect(gridCommandOf(press('Enter', { ctrlKey: true }), 'text')).toEqual({ kind: 'confirm' });
  expect(gridCommandOf(press('Enter', { ctrlKey: true, repeat: true }), 'text')).toBeNull();
  expect(gridCommandOf(press('Enter', { ctrlKey: true }), 'overlay')).toBeNull();
  expect(gridCommandOf(press('ч', { code: 'KeyX' }), 'page')).toEqual({ kind: 'except' });
});

test('the cursor stays in the grid', () => {
  expect(moveCursor(0, 'down', 8, 3)).toBe(3);
  expect(moveCursor(4, 'down', 8, 3)).toBe(7);
  expect(moveCursor(5, 'down', 8, 3)).toBe(7);
  expect(moveCursor(7, 'down', 8, 3)).toBe(7);
  expect(moveCursor(1, 'up', 8, 3)).toBe(1);
  expect(moveCursor(7, 'next', 8, 3)).toBe(7);
  expect(moveCursor(0, 'previous', 8, 3)).toBe(0);
  expect(moveCursor(3, 'last', 8, 3)).toBe(7);
  expect(moveCursor(3, 'first', 8, 3)).toBe(0);
});

test('the list of shortcuts names every key of the grid, and no other', () => {
  const named: Record<string, string> = {
    '→': 'ArrowRight',
    '←': 'ArrowLeft',
    '↑': 'ArrowUp',
    '↓': 'ArrowDown',
    Space: ' ',
    Esc: 'Escape',
  };
  const listed = gridKeyLines.flatMap(([chords]) => chords.map((caps) => caps.map((cap) => named[cap] ?? cap)));
  for (const caps of listed) {
    const key = caps.at(-1)!;
    const place = key === 'Escape' ? 'text' : 'page';
    expect(
      gridCommandOf(press(key.length === 1 ? key.toLowerCase() : key, { ctrlKey: caps.length > 1 }), place),
      caps.join('+'),
    ).not.toBeNull();
  }
  const bare = new Set(listed.filter((caps) => caps.length === 1).map(([key]) => key!.toLowerCase()));
  const keys = [
    ...Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n).toLowerCase()),
    'ArrowUp',
    'ArrowDown',
    'ArrowLeft',
    'ArrowRight',
    'Home',
    'End',
    'Enter',
    'Tab',
  ];
  for (const key of keys) if (gridCommandOf(press(key), 'page')) expect([...bare], key).toContain(key.toLowerCase());
});
