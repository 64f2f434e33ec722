import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesOf, editsOf } from '../src/text/edits.ts';
import { isWhatWasDone } from '../src/text/judge.ts';
import { tokensOf } from '../src/text/tokens.ts';

const changes = (before: string, after: string) => {
  const tokens = tokensOf(before);
  return changesOf(tokens, editsOf(tokens, tokensOf(after)) ?? []);
};
const words = fc.array(fc.constantFrom('the', 'The', 'a', ' ', '  ', ',', '.', '5', 'kg', 'über', '东京', '\n', '“', '👩‍🚀', 'don’t'), {
  maxLength: 25,
});
const texts = words.map((parts) => parts.join(''));

test('the pieces of any text are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(
        tokensOf(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

test('the changes made to the text before give the text after', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      let made = '';
      let at = 0;
      for (const change of changes(before, after)) {
        made += before.slice(at, change.start) + change.insert;
        at = change.end;
      }
      expect(made + before.slice(at)).toBe(after);
    }),
  );
});

const isRight = (before: string, after: string, words: string, replacement: string, from = 0) => {
  const start = before.indexOf(words, from);
  return isWhatWasDone(before, changes(before, after), { start, end: start + words.length, replacement });
};

test('a suggestion is right when the person did just that at its place', () => {
  expect(isRight('You can utilize it.', 'You can use it.', 'utilize', 'use')).toBe(true);
  expect(isRight('You can utilize it.', 'You can use it.', 'utilize', 'need')).toBe(false);
  expect(isRight('You can utilize it.', 'You can utilize it.', 'utilize', 'use')).toBe(false);
  expect(isRight('It is very, very good.', 'It is very good.', 'very, ', '')).toBe(true);
  expect(isRight('To use it, use both hands.', 'To use it, take both hands.', 'use', 'take')).toBe(false);
});

test('a part of a larger change is right when what the person wrote there begins or ends with it', () => {
  expect(isRight('We utilize a tool here.', 'We use one tool here.', 'utilize', 'use')).toBe(true);
  expect(isRight('We utilize a tool here.', 'We need one tool here.', 'utilize', 'use')).toBe(false);
  expect(isRight('We really utilize tools.', 'We make tools.', 'really ', '')).toBe(false);
});
