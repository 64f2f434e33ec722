import type { Range } from './segments.ts';
import type { Token } from './tokens.ts';

const denials = new Set([
  'no',
  'not',
  'without',
  'never',
  'nor',
  'neither',
  'none',
  'cannot',
  'lacks',
  'lack',
  'lacking',
  'missing',
  'excluding',
  'excludes',
  'except',
  'absence',
  'omits',
  'minus',
  'unavailable',
  'absent',
  'excluded',
  'lacked',
  "isn't",
  "aren't",
  "doesn't",
  "don't",
  "can't",
  "won't",
  "didn't",
  "wasn't",
  "weren't",
  "hasn't",
  "haven't",
  "shouldn't",
  'n/a',
  'unsupported',
  'nowhere',
  'free',
]);
const laterOnly = new Set(['unavailable', 'absent', 'missing', 'excluded', 'unsupported', 'free']);
const verbs = new Set([
  'has',
  'have',
  'comes',
  'come',
  'supports',
  'support',
  'features',
  'feature',
  'includes',
  'include',
  'is',
  'are',
  'was',
  'were',
  'offers',
  'offer',
  'boasts',
  'runs',
  'provides',
  'uses',
  'can',
  'will',
  'does',
  'do',
  'should',
  'makes',
  'allows',
  'lets',
  'gives',
  'keeps',
  'holds',
]);
const walls = new Set(['but', 'while', 'whereas', 'although', 'though', 'however', 'which', 'that', 'so', 'because', 'when', 'if', 'with']);
/** "not only", "not just": more than that, not nothing. */
const limits = new Set(['only', 'just', 'merely', 'simply']);
/** "You don't have to", "no need to", "never worry about": what people need not do, not what the thing lacks. */
const relief = new Set(['have', 'need', 'worry', 'wait', 'miss', 'let']);
const away = new Set(['keep', 'kept', 'keeps', 'stay', 'stays']);
const reach = 32;

const isDenial = (token: Token, tokens: readonly Token[], at: number): boolean =>
  denials.has(token.lower) &&
  !(token.lower === 'not' && limits.has(tokens[at + 1]?.lower ?? '')) &&
  !(token.lower.endsWith("n't") && limits.has(tokens[at + 1]?.lower ?? '')) &&
  !isRelief(tokens, at) &&
  !isPrefix(token, tokens[at + 1], tokens[at + 2]);

const isRelief = (tokens: readonly Token[], at: number): boolean => {
  const next = tokens[at + 1]?.lower ?? '';
  return relief.has(next) && (['worry', 'wait', 'miss', 'let'].includes(next) || tokens[at + 2]?.lower === 'to');
};

/** "a no-frills phone": nothing is denied but frills. */
const isPrefix = (token: Token, dash: Token | undefined, after: Token | undefined): boolean =>
  token.lower === 'no' && dash?.text === '-' && dash.glued && after?.glued === true;

const isWall = (tokens: readonly Token[], at: number): boolean => {
  const token = tokens[at]!;
  if (token.lower === 'as') return !['such', 'well'].includes(tokens[at - 1]?.lower ?? '');
  return walls.has(token.lower) || ['.', ';', ':', '(', ')', '!', '?'].includes(token.text);
};

const articles = new Set(['or', 'and', 'no', 'any', 'the', 'a', 'its', 'of']);

/** "no support for", "modern features such as": these are nouns. */
const isNoun = (tokens: readonly Token[], at: number): boolean =>
  /^(?:supports?|features?|comes|runs|makes|uses|offers?)$/.test(tokens[at]!.lower) &&
  (tokens[at + 1]?.lower === 'for' || tokens[at + 1]?.lower === ',' || articles.has(tokens[at - 1]?.lower ?? ''));

const deniedBefore = (tokens: readonly Token[], sentence: Range, at: number): boolean => {
  for (let i = at - 1; i >= Math.max(sentence.from, at - reach); i -= 1) {
    const token = tokens[i]!;
    if (token.lower === 'free' || ['such', 'like', 'including'].includes(tokens[i + 1]?.lower ?? '')) continue;
    if (
      token.lower === 'out' &&
      tokens[i + 1]?.lower === 'of' &&
      tokens.slice(Math.max(sentence.from, i - 3), i).some((other) => away.has(other.lower))
    )
      return true;
    if (isDenial(token, tokens, i)) return !laterOnly.has(token.lower) || i === at - 1;
    if (isWall(tokens, i)) return false;
    if (isNoun(tokens, i)) continue;
    if (verbs.has(token.lower)) {
      const before = tokens[i - 1];
      if (before !== undefined && i - 1 >= sentence.from && isDenial(before, tokens, i - 1)) return true;
      if (before !== undefined && verbs.has(before.lower)) continue;
      return false;
    }
  }
  return false;
};

/** "NFC (absent)", "NFC: no", "cable not included". */
const deniedAtOnce = (tokens: readonly Token[], until: number): boolean => {
  const opens = ['(', ':', '-', '–'].includes(tokens[until]?.text ?? '') ? 1 : 0;
  const token = tokens[until + opens];
  if (token === undefined) return false;
  if (token.lower === 'free') return tokens[until]!.text === '-';
  if (laterOnly.has(token.lower) || token.lower === 'not') return true;
  return opens === 1 && (token.lower === 'no' || token.lower === 'none' || token.lower === 'false');
};

const isImperative = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.lower === 'do' && [',', 'and', ';'].includes(tokens[at - 1]?.lower ?? '');

/** "NFC is not supported", "NFC, radio and USB are missing": the first verb after the words decides. */
const deniedAfter = (tokens: readonly Token[], sentence: Range, until: number): boolean => {
  if (deniedAtOnce(tokens, until)) return true;
  for (let i = until; i < Math.min(sentence.to, until + reach); i += 1) {
    const token = tokens[i]!;
    if (isWall(tokens, i) || isImperative(tokens, i)) return false;
    const isVerb = verbs.has(token.lower) || token.lower.endsWith("n't") || token.lower === 'cannot';
    if (token.lower === 'and' && verbs.has(tokens[i + 1]?.lower ?? '')) return false;
    if (!isVerb && denials.has(token.lower)) return false;
    if (isVerb)
      return (
        isDenial(token, tokens, i) ||
        tokens.slice(i + 1, i + 4).some((other, k) => isDenial(other, tokens, i + 1 + k) && other.lower !== 'free' && other.lower !== 'no')
      );
  }
  return false;
};

/** Whether the words from `at` to `until` are denied where they stand: "no NFC", "NFC is not supported", "lacks a radio or NFC". */
export const isDenied = (tokens: readonly Token[], sentence: Range, at: number, until: number): boolean =>
  (tokens[at - 1]?.text === '-' && tokens[at - 2]?.lower === 'non') ||
  deniedBefore(tokens, sentence, at) ||
  deniedAfter(tokens, sentence, until);
