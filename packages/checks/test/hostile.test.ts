import type { BrandRulesInput } from '@countersign/contract';
import { expect, test } from 'vitest';
import { check } from '../src/index.ts';

const rules = {
  banned: [{ phrase: 'best in class' }],
  punctuation: { exclamationMarks: 'never', oxfordComma: 'always', quotes: 'curly', dash: 'en' },
  spelling: 'en-GB',
  sentenceWords: { max: 20 },
  readingEase: { min: 40 },
  emoji: 'never',
} satisfies BrandRulesInput;
const pieces = [
  'a',
  ' ',
  '1',
  '1 ',
  '1,',
  '000 ',
  '1x1',
  'A ',
  'no ',
  'NFC ',
  ', a b and c',
  'a@',
  '(',
  '0-0 ',
  '"',
  ' - ',
  "a'",
  'a\n',
  'k: v\n',
  'GB82 WEST ',
  'eyJa.',
  'sk-',
  '👩‍👩‍👧 ',
  'September 2022, ',
  '5 mm ',
  'twenty-one hundred ',
  '+49 1 ',
  'x. Y',
  '\u0301',
  '=\t',
];

/** Runaway patterns take minutes and more on 100 kB; the test's own time limit is the only clock. */
test.each(pieces)(
  '100 kB of %j end in good time, as a text and as a source',
  (piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    expect(check({ input: { nfc: false, size: '5 mm' }, output: text, rules }).length).toBeLessThanOrEqual(1000);
    expect(check({ input: text, output: 'A tent of 7 mm with NFC, made in May 2020.', rules })).toBeInstanceOf(Array);
  },
  60_000,
);
