import { Flag } from '@countersign/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../src/index.ts';

const input = { weight: '2 kg', colours: ['green'], nfc: false };

test('all checks run over every text, sorted by place, in the shape of the contract', () => {
  const output = { title: 'A cheap tent of 3 kg', body: { text: 'Write to ann@example.com. With NFC!' } };
  const rules = { banned: [{ phrase: 'cheap', replacement: 'good value' }], punctuation: { exclamationMarks: 'never' as const } };
  const flags = check({ input, output, rules, aiFlags: [{ path: '/title', text: 'tent', message: 'Not sure of this.' }] });
  expect(flags.map((flag) => [flag.path, flag.kind])).toEqual([
    ['/title', 'brand'],
    ['/title', 'ai'],
    ['/title', 'fact'],
    ['/body/text', 'personal'],
    ['/body/text', 'fact'],
    ['/body/text', 'brand'],
  ]);
  for (const flag of flags) expect(Flag.parse(flag)).toEqual(flag);
});

test('[L3] what was dismissed is not raised again while the words and their evidence are the same', () => {
  const dismissed = check({ input, output: 'The tent weighs 3 kg in all.' }).map((flag) => flag.id);
  expect(dismissed).toHaveLength(1);
  const later = 'A new first sentence, much longer. The tent weighs 3 kg in all. And an end.';
  expect(check({ input, output: later, dismissed })).toEqual([]);
  expect(check({ input, output: 'The tent weighs 4 kg in all.', dismissed })).toHaveLength(1);
  expect(check({ input: { ...input, weight: '2.2 kg' }, output: later, dismissed })).toHaveLength(1);
});

test('[L3] an id does not depend on what stands further off', () => {
  const flagged = 'which weighs 3 kg when packed';
  const [alone] = check({ input, output: flagged });
  fc.assert(
    fc.property(fc.lorem({ maxCount: 8 }), fc.lorem({ maxCount: 8 }), (before, after) => {
      expect(check({ input, output: `${before}, ${flagged}. ${after}` }).map((flag) => flag.id)).toContain(alone!.id);
    }),
  );
});

test('the same words in the same surroundings get ids of their own', () => {
  const flags = check({ input, output: 'With NFC now. With NFC now.' });
  expect(flags).toHaveLength(2);
  expect(new Set(flags.map((flag) => flag.id)).size).toBe(2);
});

test('one matter is flagged once: the stronger flag stays', () => {
  const flags = check({ input, output: 'It weighs 3 kg.', aiFlags: [{ start: 10, end: 14, message: 'Check this.', level: 'info' }] });
  expect(flags.map((flag) => [flag.kind, flag.level])).toEqual([['fact', 'error']]);
});

test('without a source facts are not checked', () => {
  expect(check({ output: 'It weighs 3 kg.' })).toEqual([]);
});

test("[L3] the AI's own flags stay on their words through edits, and go with them", () => {
  const original = 'Light for every room. Made for every room.';
  const flags = [{ text: 'every room', message: 'Is that so?' }, { start: 31, end: 41, message: 'Twice?' }, { message: 'Too short.' }];
  const placesIn = (output: string) => check({ output, original, aiFlags: flags }).map((flag) => [flag.start, flag.end, flag.message]);
  expect(placesIn('A light for every room. Made for every room.')).toEqual([
    [0, 0, 'Too short.'],
    [12, 22, 'Is that so?'],
    [33, 43, 'Twice?'],
  ]);
  expect(placesIn('A light.')).toEqual([[0, 0, 'Too short.']]);
});

test("the AI's own flags: what is not valid or not there is left out", () => {
  const flags = check({
    output: { a: 'one two two' },
    aiFlags: [
      { path: '/a', text: 'two', message: 'm' },
      { path: '/b', message: 'm' },
      { message: 7 },
      'x',
      { path: '/a', start: 0, end: 99, message: 'far' },
    ],
  });
  expect(flags.map(({ start, end, message }) => [start, end, message])).toEqual([
    [0, 0, 'far'],
    [4, 7, 'm'],
  ]);
});
