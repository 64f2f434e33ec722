import type { Json } from '@countersign/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFacts, shiftFlags } from '../src/index.ts';

const input = { weight: '2 kg', nfc: false, material: 'oak' };

test('offsets are UTF-16 units, also behind astral characters', () => {
  const output = { title: '🏕️👩‍👩‍👧 weighs 3 kg', tags: ['with 𝒩 and NFC'] };
  const flags = checkFacts({ input, output });
  expect(flags.map((flag) => flag.path)).toEqual(['/title', '/tags/0']);
  expect(output.title.slice(flags[0]!.start, flags[0]!.end)).toBe('3 kg');
  expect(output.tags[0]!.slice(flags[1]!.start, flags[1]!.end)).toBe('NFC');
});

test('whatever the text, flags lie inside it and do not split a character', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('3 kg', 'NFC', 'no ', '½', '20 x 30 cm', '£5', '–', '\n', '١٢', 'September 2022'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const output = pieces.join(' ');
      for (const flag of checkFacts({ input, output })) {
        expect(flag.end).toBeLessThanOrEqual(output.length);
        expect(flag.start).toBeLessThan(flag.end);
        expect(output.slice(flag.start, flag.end).isWellFormed()).toBe(output.isWellFormed());
      }
    }),
    { numRuns: 300 },
  );
});

test('any JSON can be a source', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      checkFacts({ input: value as never, output: 'It weighs 3 kg and has NFC since May 2020.' });
    }),
    { numRuns: 200 },
  );
});

test('a text that repeats its source is not flagged', () => {
  const number = fc.integer({ min: 2, max: 9999 });
  const unit = fc.constantFrom('kg', 'cm', 'ml', 'W', 'mAh', 'hours', '°C', 'GB');
  fc.assert(
    fc.property(fc.array(fc.tuple(number, unit), { minLength: 1, maxLength: 6 }), (sizes) => {
      const values = sizes.map(([size, name]) => `${size} ${name}`);
      const output = `It has ${values.join(', then ')}.`;
      expect(checkFacts({ input: Object.fromEntries(values.map((value, i) => [`field${i}`, value])), output })).toEqual([]);
    }),
  );
});

const textAt = (value: Json, pointer: string): Json =>
  pointer
    .split('/')
    .slice(1)
    .reduce<Json>((at, step) => (at as Record<string, Json>)[step.replaceAll('~1', '/').replaceAll('~0', '~')]!, value);

test.each<Json>([
  { specs: { 'a/b': '2 kg', radio: { nfc: false } }, colours: ['green', 'sand'], text: '😀 Battery: 5000 mAh\nReleased: 2022, May 4' },
  'weight: 2 kg\n😀 Comms / NFC: No\nColours: green, sand\nBattery: 5000 mAh\nReleased: 2022, May 4',
])('a flag names the fact of the source that it speaks of, at its place: %j', (source) => {
  const output = 'It weighs 3 kg, has NFC, comes in red, with a battery of 4000 mAh, released on 5 May 2022.';
  const flags = checkFacts({ input: source, output });
  expect(flags.map((flag) => output.slice(flag.start, flag.end))).toEqual(['3 kg', 'NFC', 'red', '4000 mAh', '5 May 2022']);
  for (const { source: place } of flags) {
    const value = textAt(source, place.inputPath!);
    const words = typeof value === 'string' ? value.slice(place.inputStart, place.inputEnd) : String(value);
    expect(place.evidence).toContain(words);
    expect(words).not.toBe('');
  }
});

test('flags of a text stay on their words through edits elsewhere, and are found there again', () => {
  const output = '🏕️ It weighs 3 kg, has NFC 👩‍👩‍👧 and a 𝒩 of oak.';
  const before = checkFacts({ input, output });
  expect(before.length).toBeGreaterThanOrEqual(2);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.nat(output.length), (insert, from) => {
      const edited = output.slice(0, from) + insert + output.slice(from);
      for (const flag of shiftFlags(before, [{ from, to: from, insert }])) {
        const old = before.find(({ id }) => id === flag.id)!;
        expect(edited.slice(flag.start, flag.end)).toBe(output.slice(old.start, old.end));
      }
    }),
    { numRuns: 1000 },
  );
});
