import type { Draft, Finding } from './finding.ts';
import type { Known } from './known.ts';
import { findPhrases, phraseBook } from './phrases.ts';

type Sort = 'superlative' | 'praise' | 'promise' | 'machine';

const lines: Record<Sort, string> = {
  superlative:
    "the best, the largest, the smallest, the fastest, the lightest, the thinnest, the strongest, the finest, the first ever, largest ever, fastest ever, world's first, world's best, best in class, number one, second to none, unmatched, unrivalled, unrivaled, unparalleled, unbeatable, most advanced, most powerful, the only one, market leading, industry leading, the ultimate, better than any",
  praise:
    'perfect choice, perfect for, ideal choice, impressive, stunning, amazing, incredible, revolutionary, cutting edge, state of the art, top notch, premium quality, high quality, game changer, must have, exceptional, outstanding, remarkable, breathtaking, seamless, effortless, sleek design, stylish design, versatile, reliable choice, great value, excellent choice, next level, world class, luxurious, unforgettable',
  promise:
    'never worry, guaranteed to, will change your life, you will love, no other, everything you need, takes it to the next level, stands the test of time, lasts a lifetime, will last forever',
  machine:
    'as an ai, ai language model, language model, i am not able to, i cannot provide, here is a template, not specified in the, not mentioned in the, not provided in the, the given data, the provided data, the provided information, based on the information provided, insert name, your text here, lorem ipsum',
};

const book = phraseBook((Object.keys(lines) as Sort[]).flatMap((sort) => lines[sort].split(', ').map((phrase) => [phrase, sort] as const)));

/** What cannot be checked at all: kind `claim`, apart from facts. */
export const checkPraise = (draft: Draft, known: Known): Finding[] =>
  findPhrases(book, draft.tokens).flatMap(({ value, from, to }): Finding[] => {
    const start = draft.tokens[from]!.start;
    const end = draft.tokens[to - 1]!.end;
    if (draft.tokens.slice(from, to).every((token) => token.kind === 'mark' || known.stems.has(token.stem)) && value !== 'machine')
      return [];
    const level = value === 'machine' ? 'error' : value === 'praise' ? 'info' : 'warning';
    return [{ kind: 'claim', rule: value, level, start, end, code: value }];
  });
