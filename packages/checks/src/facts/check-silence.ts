import type { Token } from '../text/tokens.ts';
import type { Draft, Finding } from './finding.ts';
import type { Known } from './known.ts';
import type { Fact } from './source.ts';
import { leaderOf } from './synonyms.ts';

const givings = new Set(['specified', 'mentioned', 'provided', 'listed', 'disclosed', 'stated', 'revealed', 'given', 'known', 'indicated']);
const lone = new Set(['unspecified', 'undisclosed', 'unknown']);
const breaks = new Set([',', 'and', 'or', 'nor', ';', '(', ')', ':', 'while', 'but']);
const idle = new Set([
  'the',
  'a',
  'an',
  'its',
  'their',
  'of',
  'is',
  'are',
  'was',
  'were',
  'device',
  'exact',
  'specific',
  'been',
  'has',
  'have',
]);
const reach = 24;

/** Where the words "is not specified" begin: at the verb, or at the word itself; undefined where a text does not say so. */
const silenceAt = (tokens: readonly Token[], at: number): number | undefined => {
  const token = tokens[at]!;
  if (lone.has(token.lower))
    return ['is', 'are', 'was', 'were', 'remains', 'remain'].includes(tokens[at - 1]?.lower ?? '') ? at - 1 : undefined;
  if (!givings.has(token.lower)) return undefined;
  const not = [at - 1, at - 2].find((i) => tokens[i]?.lower === 'not' || tokens[i]?.lower.endsWith("n't"));
  if (not === undefined) return undefined;
  return tokens[not]!.lower === 'not' ? not - 1 : not;
};

/** The things that a sentence speaks of before its verb: "the chipset and the battery type". */
const subjectsOf = (draft: Draft, from: number, verb: number): { from: number; to: number }[] => {
  const parts: { from: number; to: number }[] = [];
  let start = from;
  for (let i = from; i <= verb; i += 1) {
    if (i < verb && !breaks.has(draft.tokens[i]!.lower)) continue;
    while (start < i && idle.has(draft.tokens[start]!.lower)) start += 1;
    if (start < i) parts.push({ from: start, to: i });
    start = i + 1;
  }
  return parts;
};

const leaders = (tokens: readonly Token[]): string[] =>
  tokens.filter((token) => token.kind === 'word' && !idle.has(token.lower)).map((token) => leaderOf(token.stem));

const mostWords = 4;

const factCalled = (known: Known, words: readonly string[]): Fact | undefined =>
  words.length === 0 || words.length > mostWords
    ? undefined
    : known.facts.find((fact) => {
        if (fact.counted || fact.says === 'nothing' || fact.says === 'no' || fact.label.length === 0) return false;
        const label = leaders(fact.label);
        const names = new Set([...label, ...leaders(fact.group)]);
        return label.length > 0 && words.every((word) => names.has(word)) && label.every((word) => words.includes(word));
      });

/** "The battery type is not specified", where the source says it. */
export const checkSilence = (draft: Draft, known: Known): Finding[] =>
  draft.tokens.flatMap((_, at): Finding[] => {
    const verb = silenceAt(draft.tokens, at);
    if (verb === undefined || verb < 0) return [];
    const from = Math.max(draft.sentenceOf[at]!.from, verb - reach);
    return subjectsOf(draft, from, verb).flatMap((part): Finding[] => {
      const fact = factCalled(known, leaders(draft.tokens.slice(part.from, part.to)));
      if (fact === undefined) return [];
      return [
        {
          rule: 'silence-contradicted',
          level: 'error',
          start: draft.tokens[part.from]!.start,
          end: draft.tokens[at]!.end,
          fact,
          code: 'called-unknown',
        },
      ];
    });
  });
