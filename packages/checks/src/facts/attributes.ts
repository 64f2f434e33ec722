import type { Token } from '../text/tokens.ts';
import { leaderOf } from './synonyms.ts';

/** What a length is the length of. Words that may mean the same (`across`: width or diameter) share an entry. */
const meanings: Record<string, readonly string[]> = {
  length: ['length'],
  width: ['width', 'diameter'],
  height: ['height'],
  depth: ['depth', 'thick'],
  thick: ['thick', 'depth', 'height'],
  diameter: ['diameter', 'width'],
};

const leaderless = new Set(['no', 'as', 'so', 'too']);

const attributeOf = (token: Token | undefined): readonly string[] | undefined =>
  token === undefined || leaderless.has(token.lower) ? undefined : meanings[leaderOf(token.stem)];

/** "135 cm long", "is 75 cm high", "a height of 94 cm": what a quantity in a text says that it measures. */
export const claimedAttribute = (tokens: readonly Token[], from: number, to: number): readonly string[] | undefined => {
  const after = attributeOf(tokens[to]?.lower === 'in' ? tokens[to + 1] : tokens[to]);
  if (after !== undefined && !(tokens[to]!.lower === 'across' && tokens[to + 1]?.kind === 'word' && tokens[to + 1]?.lower !== 'and'))
    return after;
  const before = tokens[from - 1];
  if (before?.lower === 'of' || before?.lower === 'is' || before?.text === ':') return attributeOf(tokens[from - 2]);
  return undefined;
};

/** What the name of a fact says that it measures: `height_cm`. */
export const namedAttribute = (label: readonly Token[]): readonly string[] | undefined => {
  for (const token of label) {
    const attribute = attributeOf(token);
    if (attribute) return attribute;
  }
  return undefined;
};

export const sameAttribute = (one: readonly string[], other: readonly string[]): boolean => one.some((name) => other.includes(name));
