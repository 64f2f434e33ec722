import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFacts } from '../src/index.ts';

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
