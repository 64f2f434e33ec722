import type { Flag, Json } from '@countersign/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeBetween, moveFlags } from '../src/flags/move-flags.ts';
import { replaceFlags } from '../src/flags/replace-flags.ts';
import { flagOf } from './flag-of.ts';

const word = fc.constantFrom('a', 'red', 'red', 'phone', '6.7"', '👩‍🚀', '電池', 'مرحبا', 'é', '😀😀', 'x');
const text = fc.array(word, { minLength: 1, maxLength: 20 }).map((words) => words.join(' '));

interface Edit {
  at: number;
  length: number;
  insert: string;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(60),
  length: fc.nat(6),
  insert: fc.oneof(fc.constant(''), word, fc.constant(' ')),
});

const wordsWithPlaces = (of: string): Flag[] =>
  [...of.matchAll(/\S+/g)].map((found, index) => flagOf(String(index), { start: found.index, end: found.index + found[0].length }));
/** An editor never cuts an astral character in two. */
const edges = (of: string) => {
  const found = [0];
  for (const character of of) found.push(found.at(-1)! + character.length);
  return found;
};
function apply(of: string, { at, length, insert }: Edit): string {
  const places = edges(of);
  const from = Math.min(at, places.length - 1);
  const to = Math.min(from + length, places.length - 1);
  return of.slice(0, places[from]) + insert + of.slice(places[to]);
}

test('through random edits every flag stays on its own words, or is gone', () => {
  fc.assert(
    fc.property(text, fc.array(edit, { maxLength: 12 }), (start, edits) => {
      let flags = wordsWithPlaces(start);
      const said = new Map(flags.map((flag) => [flag.id, start.slice(flag.start, flag.end)]));
      let now = start;
      for (const each of edits) {
        const next = apply(now, each);
        flags = moveFlags(flags, now, next);
        now = next;
        for (const flag of flags) expect(now.slice(flag.start, flag.end)).toBe(said.get(flag.id));
      }
    }),
    { numRuns: 600 },
  );
});

test('an edit away from the words never loses a flag', () => {
  fc.assert(
    fc.property(text, text, fc.constantFrom('power', '6.7 inches', '電池 5000', '👩‍🚀!'), word, (before, after, words, typed) => {
      const start = `${before} | ${words} | ${after}`;
      const at = before.length + 3;
      const flag = flagOf('f', { start: at, end: at + words.length });
      for (const next of [`${typed}${start}`, `${start}${typed}`, `${before} ${typed} | ${words} | ${after}`, `| ${words} | ${after}`]) {
        const [moved] = moveFlags([flag], start, next);
        expect(moved && next.slice(moved.start, moved.end)).toBe(words);
      }
    }),
  );
});

test('one change is found between any two texts, and never cuts an astral character', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { from, to, insert } = changeBetween(before, after);
      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
      expect([before.slice(0, from).isWellFormed(), insert.isWellFormed(), before.slice(to).isWellFormed()]).toEqual([true, true, true]);
    }),
    { numRuns: 500 },
  );
});

test('flags of a field that is gone are gone; those of other fields stay', () => {
  const flags = [flagOf('a', { path: '/title', end: 3 }), flagOf('b', { path: '/bullets/1', end: 3 })];
  const before: Json = { title: 'One', bullets: ['x', 'Two'] };
  expect(moveFlags(flags, before, { title: 'One', bullets: ['x'] }).map((flag) => flag.id)).toEqual(['a']);
});

test('replacing many flags at once puts each in its own place, and of two on the same words only one', () => {
  const output = { text: 'The 5 kg box, the 5 kg lid.' };
  const flags = [
    flagOf('1', { path: '/text', start: 4, end: 8 }),
    flagOf('2', { path: '/text', start: 18, end: 22 }),
    flagOf('3', { path: '/text', start: 4, end: 12 }),
  ];
  const { output: next, done } = replaceFlags(
    output,
    flags.map((flag) => ({ flag, text: '4.5 kg' })),
  );
  expect([next, done.map((each) => each.flag.id)]).toEqual([{ text: 'The 4.5 kg box, the 4.5 kg lid.' }, ['1', '2']]);
});

test('words that are taken out leave no second space', () => {
  const out = (text: string, words: string) =>
    replaceFlags(text, [{ flag: flagOf('1', { start: text.indexOf(words), end: text.indexOf(words) + words.length }), text: '' }]).output;
  expect([out('a very nice box', 'very'), out('it is nice, really.', 'really'), out('Really a box', 'Really')]).toEqual([
    'a nice box',
    'it is nice,.',
    'a box',
  ]);
});
