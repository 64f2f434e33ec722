import type { Flag } from '@countersign/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyReplacement, type Change, checkFacts, shiftFlags } from '../src/index.ts';

const flagAt = (start: number, end: number, path = ''): Flag => ({
  id: `${start}`,
  path,
  start,
  end,
  kind: 'brand',
  level: 'info',
  message: '',
  replacements: [],
  source: { checker: 'test', rule: 'test' },
});

const edit = (text: string, changes: readonly Change[]): string => {
  let out = '';
  let at = 0;
  for (const { from, to, insert } of changes) {
    out += text.slice(at, from) + insert;
    at = to;
  }
  return out + text.slice(at);
};

const edits = (length: number): fc.Arbitrary<Change[]> =>
  fc.array(fc.tuple(fc.nat(length), fc.nat(6), fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 6 }).map((list) => {
    const changes: Change[] = [];
    for (const [from, size, insert] of list.toSorted((a, b) => a[0] - b[0]))
      if (from >= (changes.at(-1)?.to ?? -1) + 1) changes.push({ from, to: Math.min(length, from + size), insert });
    return changes;
  });

test('flags stay on their words through random edits, and go when their words are edited', () => {
  const text = 'The 🏕️ tent weighs 3 kg, 𝒩 has NFC, two doors — and “quotes” 👩‍👩‍👧 at the end.';
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 8 }),
      edits(text.length),
      (places, changes) => {
        const flags = places.map(([start, size]) => flagAt(start, Math.min(text.length, start + size)));
        const after = edit(text, changes);
        const shifted = shiftFlags(flags, changes);
        for (const flag of shifted) {
          const before = flags.find((other) => other.id === flag.id && other.end - other.start === flag.end - flag.start)!;
          expect(after.slice(flag.start, flag.end)).toBe(text.slice(before.start, before.end));
        }
        const untouched = flags.filter((flag) => changes.every(({ from, to }) => to <= flag.start || from >= flag.end));
        expect(shifted.length).toBe(untouched.length);
      },
    ),
    { numRuns: 1000 },
  );
});

test('an empty flag at the end of a field stays at its place', () => {
  expect(shiftFlags([flagAt(5, 5)], [{ from: 0, to: 0, insert: 'ab' }])).toMatchObject([{ start: 7, end: 7 }]);
  expect(shiftFlags([flagAt(5, 5)], [{ from: 5, to: 5, insert: 'ab' }])).toMatchObject([{ start: 5, end: 5 }]);
});

test('flags of other fields do not move', () => {
  expect(shiftFlags([flagAt(3, 4, '/title')], [{ from: 0, to: 2, insert: '' }], '/body')).toMatchObject([{ start: 3, end: 4 }]);
});

test('a replacement moves the flags behind it, and the text then passes', () => {
  const input = { weight: '2 kg', doors: 2, nfc: false };
  const output = '🏕️ weighs 3 kg, with NFC.';
  const [weight, nfc] = checkFacts({ input, output });
  const { text, change } = applyReplacement(output, weight!, weight!.replacements[0]!);
  const [moved] = shiftFlags([nfc!], [change]);
  expect(text.slice(moved!.start, moved!.end)).toBe('NFC');
  expect(checkFacts({ input, output: text }).map((flag) => flag.id)).toEqual([nfc!.id]);
});
