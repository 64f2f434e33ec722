import { isDenied } from '../text/negation.ts';
import { stem } from '../text/stem.ts';
import type { Token } from '../text/tokens.ts';
import { concepts } from './concepts.ts';
import type { Draft, Finding } from './finding.ts';
import type { Known } from './known.ts';
import { findPhrases, phraseBook } from './phrases.ts';
import type { Fact } from './source.ts';
import { leaderOf } from './synonyms.ts';

const covered = phraseBook(concepts.flatMap((one) => [...one.aliases, ...(one.support ?? [])].map((alias) => [alias, true] as const)));
const weak = new Set([
  'safe',
  'able',
  'type',
  'has',
  'is',
  'have',
  'support',
  'built',
  'in',
  'the',
  'of',
  'with',
  'featur',
  'option',
  'avail',
  'includ',
  'and',
  'or',
  'for',
  'to',
  'a',
  'single',
  'size',
  'status',
  'other',
  'can',
  'be',
]);
/** What everything has: nobody denies it, though "no size too small" may be said. */
const plain = new Set(
  (
    'weight size height width length depth diameter thickness dimensions colour color price cost name title type types time status brand model year ' +
    'date number code sku id material description text summary note care origin country capacity volume power speed category tag set edition product ' +
    'use version language source kind style form shape finish fit level amount quantity count age gender value detail technology technologies feature ' +
    'protection single sound video internal misc'
  )
    .split(' ')
    .map(stem),
);
const denying = new Set(['no', 'not', 'without', 'none', 'never', 'except', 'excluding']);
const hasDenial = (fact: Fact): boolean => fact.tokens.some((token) => denying.has(token.lower));
const window = 6;

const wordsOf = (label: readonly Token[]): Token[] => label.filter((token) => token.kind === 'word' && !weak.has(token.stem));

/** One yes-or-no fact with a name of its own: `"drain_hole": true`, `Java: No`. */
interface YesNo {
  fact: Fact;
  stems: string[];
  /** An abbreviation is only meant where it is written so: EDGE, not edge. */
  capitals: boolean;
}

export const yesNoFacts = (known: Known): YesNo[] =>
  known.facts.flatMap((fact) => {
    if (fact.says === 'nothing' || fact.counted || findPhrases(covered, fact.label).length > 0) return [];
    const words = wordsOf(fact.label);
    if (fact.says === 'value' && (hasDenial(fact) || words.length < fact.label.length || words.some((token) => plain.has(token.stem))))
      return [];
    if (words.length === 0 || words.length > 3) return [];
    const text = words.map((token) => token.text).join('');
    return [{ fact, stems: words.map((token) => leaderOf(token.stem)), capitals: text === text.toUpperCase() }];
  });

/** `machine washable` is said by "wash … machine": all words of the name close together in one sentence, in any order. */
const placesOf = (draft: Draft, one: YesNo): { from: number; to: number }[] => {
  const found: { from: number; to: number }[] = [];
  for (const sentence of draft.sentences) {
    for (let i = sentence.from; i < sentence.to; i += 1) {
      const token = draft.tokens[i]!;
      if (!one.stems.includes(leaderOf(token.stem)) || (one.capitals && token.text !== token.text.toUpperCase())) continue;
      const near = draft.tokens.slice(i, Math.min(sentence.to, i + window));
      const last = one.stems.map((stem) => near.findIndex((other) => leaderOf(other.stem) === stem));
      if (last.includes(-1)) continue;
      found.push({ from: i, to: i + Math.max(...last) + 1 });
      break;
    }
  }
  return found;
};

/** "no phonebook limit": something else is denied. */
const goesOn = (next: Token | undefined): boolean =>
  next?.kind === 'word' && !['and', 'or', 'nor', 'but', 'is', 'are', 'at', 'in', 'on', 'as', 'so'].includes(next.lower);

const judge = (draft: Draft, { fact }: YesNo, from: number, to: number): Finding | undefined => {
  const isNegative = isDenied(draft.tokens, draft.sentenceOf[from]!, from, to);
  if (isNegative === (fact.says === 'no') || (fact.says === 'value' && (!isNegative || goesOn(draft.tokens[to])))) return undefined;
  const start = draft.tokens[from]!.start;
  const end = draft.tokens[to - 1]!.end;
  return {
    rule: isNegative ? 'yes-denied' : 'no-claimed',
    level: fact.says === 'value' ? 'warning' : 'error',
    start,
    end,
    fact,
    code: isNegative ? 'denied' : 'claimed',
  };
};

/** Yes-or-no facts of the source that the text turns round. */
export const checkLabels = (draft: Draft, yesNo: readonly YesNo[]): Finding[] =>
  yesNo.flatMap((one) => placesOf(draft, one).flatMap(({ from, to }) => judge(draft, one, from, to) ?? []));
