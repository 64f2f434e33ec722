import type { BrandRulesInput } from '@countersign/contract';
import { describe, expect, test } from 'vitest';
import { checkBrand, readingEase } from '../src/index.ts';

const found = (output: string, rules: BrandRulesInput) =>
  checkBrand({ output, rules }).map((flag) => [output.slice(flag.start, flag.end), ...flag.replacements]);

describe('banned and preferred words', () => {
  const rules = {
    banned: [{ phrase: 'cheap', replacement: 'good value', level: 'error' as const }, { phrase: 'best in class' }],
    preferred: [{ use: 'jumper', insteadOf: ['sweater', 'pullover'] }],
  };
  test.each([
    ['A cheap tent.', [['cheap', 'good value']]],
    [
      'Cheap and CHEAP.',
      [
        ['Cheap', 'Good value'],
        ['CHEAP', 'GOOD VALUE'],
      ],
    ],
    ['Cheaply made.', []],
    ['Simply best-in-class.', [['best-in-class']]],
    ['The best. In class it shone.', []],
    [
      'Sweater or 𝒩 pullover',
      [
        ['Sweater', 'Jumper'],
        ['pullover', 'jumper'],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(found(text, rules)).toEqual(expected);
  });
});

test('rules may hold for some fields only', () => {
  const output = { title: 'Cheap', bullets: ['cheap', 'ok'] };
  expect(checkBrand({ output, rules: { banned: [{ phrase: 'cheap', fields: ['/bullets/*'] }] } }).map((flag) => flag.path)).toEqual([
    '/bullets/0',
  ]);
});

test('what has to be said is asked for at the end of its field', () => {
  const output = { title: 'Knife', description: 'A sharp knife.' };
  const required = [{ anyOf: ['keep out of reach of children', 'keep away from children'], field: '/description' }];
  expect(checkBrand({ output, rules: { required } })).toMatchObject([{ path: '/description', start: 14, end: 14, level: 'error' }]);
  expect(checkBrand({ output: { ...output, description: 'Keep away from children.' }, rules: { required } })).toEqual([]);
});

test('lengths in words and characters, by field; an astral character is one', () => {
  const rules: BrandRulesInput = {
    length: [
      { fields: ['/title'], characters: { max: 3 } },
      { fields: ['/text'], words: { min: 3 } },
    ],
  };
  expect(checkBrand({ output: { title: '😀ab', text: 'one two three' }, rules })).toEqual([]);
  expect(checkBrand({ output: { title: 'abcd', text: 'one two' }, rules }).map((flag) => flag.message)).toEqual([
    'Too long: 4 characters, at most 3.',
    'Too short: 2 words, at least 3.',
  ]);
});

test('long sentences are marked as a whole', () => {
  expect(found('Short one. This sentence has a few words too many.', { sentenceWords: { max: 5 } })).toEqual([
    ['This sentence has a few words too many.'],
  ]);
});

/** Six words of one syllable: 206.835 − 1.015 × 6 − 84.6 = 116.145. The platypus sentence is the usual example of a hard one. */
test('reading ease by Flesch: plain text is high, officialese is low', () => {
  expect(readingEase('The cat sat on the mat.')).toBeCloseTo(116.145, 1);
  expect(readingEase('The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.')).toBeLessThan(50);
  const hard =
    'Notwithstanding organisational considerations, implementation necessitates comprehensive interdepartmental collaboration, facilitating unprecedented operational efficiencies across multinational administrative infrastructures, particularly internationally.';
  expect(checkBrand({ output: `${hard} ${hard}`, rules: { readingEase: { min: 30 } } })).toMatchObject([
    { source: { rule: 'reading-ease' }, start: 0, end: 0 },
  ]);
});

describe('capitals', () => {
  test('a title', () => {
    expect(found('The quick Fox of the woods', { capitals: [{ fields: [''], style: 'title' }] })).toEqual([
      ['quick', 'Quick'],
      ['woods', 'Woods'],
    ]);
  });
  test('a sentence', () => {
    const rules: BrandRulesInput = { capitals: [{ fields: [''], style: 'sentence' }], dictionary: ['Skerry'] };
    expect(found('Skerry Tent With Two Doors', rules)).toEqual([['Skerry Tent With Two Doors', 'Skerry tent with two doors']]);
    expect(found('A tent for the Skerry', rules)).toEqual([]);
  });
});

describe('punctuation', () => {
  const check = (text: string, punctuation: NonNullable<BrandRulesInput['punctuation']>) => found(text, { punctuation });
  test.each([
    ['Buy now!!', { exclamationMarks: 'never' }, [['!!', '.']]],
    ['red, white and blue', { oxfordComma: 'always' }, [[' ', ', ']]],
    ['red, white, and blue', { oxfordComma: 'always' }, []],
    ['red, white, and blue', { oxfordComma: 'never' }, [[',', '']]],
    ['It is red, and it is blue', { oxfordComma: 'never' }, []],
    [
      'Say "hello"',
      { quotes: 'curly' },
      [
        ['"', '“'],
        ['"', '”'],
      ],
    ],
    ['a 6" pipe', { quotes: 'curly' }, []],
    [
      'Say “hi”',
      { quotes: 'straight' },
      [
        ['“', '"'],
        ['”', '"'],
      ],
    ],
    ['red – blue', { dash: 'em' }, [[' – ', '—']]],
    ['red—blue', { dash: 'en' }, [['—', ' – ']]],
    ['5–10 cm', { dash: 'never' }, []],
    ['Sold.', { finalStop: [{ fields: [''], style: 'never' }] }, [['.', '']]],
    ['Sold', { finalStop: [{ fields: [''], style: 'always' }] }, [['', '.']]],
  ] as [string, NonNullable<BrandRulesInput['punctuation']>, string[][]][])('%s %o', (text, style, expected) => {
    expect(check(text, style)).toEqual(expected);
  });
});

test('emoji, whole, with their joiners; trade marks are none', () => {
  expect(found('Fun 👩‍👩‍👧 ☕️ for 2 people ™ © 🇩🇪', { emoji: 'never' })).toEqual([
    ['👩‍👩‍👧', ''],
    ['☕️', ''],
    ['🇩🇪', ''],
  ]);
});

test('British and American spelling, both ways, with the own dictionary', () => {
  expect(found('Aluminum colors of gray', { spelling: 'en-GB' })).toEqual([
    ['Aluminum', 'Aluminium'],
    ['colors', 'colours'],
    ['gray', 'grey'],
  ]);
  expect(found('Aluminium colours', { spelling: 'en-US', dictionary: ['aluminium'] })).toEqual([['colours', 'colors']]);
  expect(found('A water meter, a tire and a program to check the story', { spelling: 'en-GB' })).toEqual([]);
});

test('rules that are not valid are refused', () => {
  expect(() => checkBrand({ output: 'a', rules: { length: [{ words: { min: 5, max: 2 } }] } })).toThrow('min is above max');
});
