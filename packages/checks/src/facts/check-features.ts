import { isDenied } from '../text/negation.ts';
import type { Range } from '../text/segments.ts';
import { type Concept, concepts } from './concepts.ts';
import { type Draft, type Finding, tellFact } from './finding.ts';
import type { Known } from './known.ts';
import { findPhrases, type Mention, phraseBook } from './phrases.ts';
import type { Fact } from './source.ts';

const claimsOf = phraseBook(concepts.flatMap((one) => one.aliases.map((alias) => [alias, one] as const)));
const supportOf = phraseBook(
  concepts.flatMap((one) => [...new Set([...one.aliases, ...(one.support ?? [])])].map((alias) => [alias, one] as const)),
);
const topicsOf = phraseBook(concepts.flatMap((one) => (one.topic ?? []).map((topic) => [topic, one] as const)));

/** What a source says of one feature, and where. */
interface Standing {
  yes: Fact[];
  no: Fact[];
  /** Facts on the subject that say neither. */
  near: Fact[];
}

export type Standings = Map<Concept, Standing>;

const isExclusion = (fact: Fact): boolean =>
  /\b(?:not included|excluded|not suitable|excludes|unsuitable|without)\b/i.test(fact.title.replaceAll('_', ' '));

/** Where every feature stands in a source. A name with yes or no behind it counts for more than words in a value. */
export const standingsOf = (known: Known): Standings => {
  const standings: Standings = new Map();
  const of = (one: Concept): Standing => {
    const standing = standings.get(one) ?? { yes: [], no: [], near: [] };
    standings.set(one, standing);
    return standing;
  };
  const denied: [Concept, Fact][] = [];
  const named = new Map<Concept, Fact>();
  for (const fact of known.facts) {
    const whole: Range = { from: 0, to: fact.tokens.length };
    for (const { value } of findPhrases(topicsOf, fact.label)) of(value).near.push(fact);
    for (const { value } of findPhrases(supportOf, fact.label)) {
      if (fact.says === 'no') denied.push([value, fact]);
      else if (fact.says !== 'nothing') {
        of(value).yes.push(fact);
        named.set(value, fact);
      }
    }
    for (const { value } of findPhrases(supportOf, fact.group)) if (fact.says === 'value' || fact.says === 'yes') of(value).yes.push(fact);
    if (fact.says === 'value')
      for (const { value, from, to } of findPhrases(supportOf, [...fact.label, ...fact.tokens]))
        if (from < fact.label.length && to > fact.label.length) of(value).yes.push(fact);
    for (const { value, from, to } of findPhrases(supportOf, fact.tokens)) {
      if (isExclusion(fact)) continue;
      if (isDenied(fact.tokens, whole, from, to)) of(value).no.push(fact);
      else of(value).yes.push(fact);
    }
  }
  for (const [one, fact] of denied) {
    if (named.has(one)) continue;
    const standing = of(one);
    standing.no.unshift(fact);
    standing.yes = [];
  }
  return standings;
};

/** Mentions are in order, so only near ones can cover each other. */
const nearby = 12;

const judge = (mention: Mention<Concept>, draft: Draft, standing: Standing | undefined): Finding | undefined => {
  const { value: feature, from, to } = mention;
  const place = { start: draft.tokens[from]!.start, end: draft.tokens[to - 1]!.end };
  const words = draft.text.slice(place.start, place.end);
  const isNegative = isDenied(draft.tokens, draft.sentenceOf[from]!, from, to);
  const yes = standing?.yes[0];
  const no = standing?.no[0];
  if (isNegative) {
    if (yes === undefined || no !== undefined) return undefined;
    return {
      rule: 'feature-denied',
      level: 'error',
      ...place,
      fact: yes,
      message: `The text denies “${words}”, but the source says ${tellFact(yes)}.`,
    };
  }
  if (yes !== undefined) return undefined;
  if (no !== undefined)
    return { rule: 'feature-contradicted', level: 'error', ...place, fact: no, message: `“${words}”: the source says ${tellFact(no)}.` };
  const near = standing?.near[0];
  if (near !== undefined)
    return {
      rule: 'feature-contradicted',
      level: 'error',
      ...place,
      fact: near,
      message: `“${words}” is not what the source says: ${tellFact(near)}.`,
    };
  if (feature.common) return undefined;
  return { rule: 'feature-unsupported', level: 'warning', ...place, message: `“${words}”: the source says nothing of ${feature.name}.` };
};

/** Features that people check first: claimed though the source says no or nothing, denied though it says yes. */
export const checkFeatures = (draft: Draft, standings: Standings): Finding[] => {
  const mentions = findPhrases(claimsOf, draft.tokens);
  const covers = (other: Mention<Concept>, one: Mention<Concept>): boolean =>
    other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from;
  const outermost = mentions.filter((one, i) => !mentions.slice(Math.max(0, i - nearby), i + nearby).some((other) => covers(other, one)));
  return outermost.flatMap((mention) => judge(mention, draft, standings.get(mention.value)) ?? []);
};
