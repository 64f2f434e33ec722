import type { Token } from '../text/tokens.ts';
import type { Draft, Finding } from './finding.ts';
import { isInName, type Known, type KnownQuantity } from './known.ts';
import { type Quantity, toleranceOf } from './quantity.ts';

/** The word that a bare number counts: "two large cubes" counts what is large. */
const countedBy = (tokens: readonly Token[], one: Quantity): Token | undefined => {
  const next = tokens[one.to]?.text === '×' || tokens[one.to]?.text === '-' ? tokens[one.to + 1] : tokens[one.to];
  return next?.kind === 'word' && next.lower.length > 2 && !idle.has(next.lower) ? next : undefined;
};

/** "the LuMee Two case", "Tab 4 charged": a number that is part of a name. */
const isPartOfName = (tokens: readonly Token[], one: Quantity): boolean => {
  const before = tokens[one.from - 1];
  const isCapital = (token: Token | undefined): boolean => token?.kind === 'word' && /^\p{Lu}/u.test(token.text);
  if (one.spelled && isCapital(tokens[one.from]) && before !== undefined && !['.', '!', '?', ':'].includes(before.text)) return true;
  return !one.spelled && isCapital(before) && before!.text.length > 1 && one.from > 1 && tokens[one.from - 2]!.text !== '.';
};

const idle = new Set([
  'and',
  'or',
  'for',
  'with',
  'the',
  'that',
  'which',
  'more',
  'other',
  'than',
  'different',
  'new',
  'from',
  'are',
  'per',
  'good',
  'times',
  'way',
  'ways',
  'of',
  'inside',
  'only',
  'can',
  'sides',
]);

const isAbout = (known: KnownQuantity, word: Token): boolean => {
  if (known.quantity.dimension !== 'count' || known.inName) return false;
  if (countedBy(known.fact.tokens, known.quantity)?.stem === word.stem) return !isPartOfName(known.fact.tokens, known.quantity);
  const isAlone = known.quantity.from === 0 && (known.fact.tokens[1] === undefined || known.fact.tokens[1].text === ',');
  return isAlone && known.fact.label.length === 1 && known.fact.label[0]!.stem === word.stem;
};

/** Counts that the source has otherwise: "three doors" where it says `doors: 2`. */
export const checkCounts = (draft: Draft, known: Known): Finding[] =>
  draft.quantities.flatMap((one) => {
    const word = one.dimension === 'count' && one.decimals === 0 ? countedBy(draft.tokens, one) : undefined;
    if (word === undefined || one.raw < 1 || isInName(known, draft, one) || isPartOfName(draft.tokens, one)) return [];
    const about = known.quantities.filter((other) => isAbout(other, word) && other.quantity.value >= 1000 === one.value >= 1000);
    const wrong = about[0];
    if (
      wrong === undefined ||
      about.some(({ quantity }) => Math.abs(quantity.value - one.value) <= Math.max(toleranceOf(quantity), toleranceOf(one)))
    )
      return [];
    const sum = about.reduce((total, { quantity }) => total + quantity.raw, 0);
    if (sum === one.raw || (one.raw === 1 && one.spelled)) return [];
    const text = draft.text.slice(one.start, one.end);
    return [
      {
        rule: 'count-contradicted',
        level: 'error' as const,
        start: one.start,
        end: word.end,
        fact: wrong.fact,
        code: 'contradicted' as const,
        replacements: about.length === 1 ? [draft.text.slice(one.start, word.end).replace(text, String(wrong.quantity.raw))] : [],
      },
    ];
  });
