import { isDenied } from '../text/negation.ts';
import type { Token } from '../text/tokens.ts';
import { concepts } from './concepts.ts';
import { type Draft, type Finding, tellFact } from './finding.ts';
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
    if ((fact.says !== 'yes' && fact.says !== 'no') || findPhrases(covered, fact.label).length > 0) return [];
    const words = wordsOf(fact.label);
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

const judge = (draft: Draft, { fact }: YesNo, from: number, to: number): Finding | undefined => {
  const isNegative = isDenied(draft.tokens, draft.sentenceOf[from]!, from, to);
  if (isNegative === (fact.says === 'no')) return undefined;
  const start = draft.tokens[from]!.start;
  const end = draft.tokens[to - 1]!.end;
  const words = draft.text.slice(start, end);
  const verb = isNegative ? 'The text denies' : 'The text claims';
  return {
    rule: isNegative ? 'yes-denied' : 'no-claimed',
    level: 'error',
    start,
    end,
    fact,
    message: `${verb} “${words}”, but the source says ${tellFact(fact)}.`,
  };
};

/** Yes-or-no facts of the source that the text turns round. */
export const checkLabels = (draft: Draft, yesNo: readonly YesNo[]): Finding[] =>
  yesNo.flatMap((one) => placesOf(draft, one).flatMap(({ from, to }) => judge(draft, one, from, to) ?? []));
