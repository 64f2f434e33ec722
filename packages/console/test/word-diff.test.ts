import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hunksOf, revertHunk, wordDiff, wordsOf } from '../src/draft/word-diff.ts';

const word = fc.constantFrom('the', 'red', 'blue', 'phone', '。', '電池', '\n', 'مرحبا', '👩‍🚀', '5,000', 'mAh');
const text = fc.array(word, { maxLength: 25 }).map((words) => words.join(' '));
const side = (pieces: ReturnType<typeof wordDiff>, without: 'gone' | 'new') =>
  pieces.flatMap((piece) => (piece.kind === without ? [] : [piece.text])).join('');

test('the pieces always make both texts', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = wordDiff(before, after);
      expect([side(pieces, 'new'), side(pieces, 'gone')]).toEqual([before, after]);
    }),
    { numRuns: 500 },
  );
});

test('taking back every change, one after the other, gives the first text; each leaves the others as they are', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const hunks = hunksOf(wordDiff(before, after));
      let now = after;
      for (const hunk of hunks.toReversed()) {
        expect(now.slice(hunk.from, hunk.to)).toBe(hunk.fresh);
        now = revertHunk(now, hunk);
      }
      expect(now).toBe(before);
    }),
    { numRuns: 500 },
  );
});

test('Chinese and Japanese are compared by their words', () => {
  expect(wordsOf('電池は長持ちします').length).toBeGreaterThan(2);
  const pieces = wordDiff('この電話は赤い色です', 'この電話は青い色です');
  expect(pieces.filter((piece) => piece.kind === 'gone').map((piece) => piece.text)).not.toContain('この電話は赤い色です');
});

test('texts without anything in common are one change', () => {
  const long = (letter: string) => Array.from({ length: 1200 }, (_, index) => `${letter}${index}`).join('\n\n');
  expect(hunksOf(wordDiff(long('a'), long('b').replaceAll('\n\n', '\t')))).toHaveLength(1);
});
