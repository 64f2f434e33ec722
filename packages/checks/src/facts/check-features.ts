import { isDenied } from '../text/negation.ts';
import type { Range } from '../text/segments.ts';
import type { Token } from '../text/tokens.ts';
import { type Concept, concepts } from './concepts.ts';
import type { Draft, Finding } from './finding.ts';
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
    for (const { value, to } of findPhrases(topicsOf, [...fact.group, ...fact.label]))
      if (to > fact.group.length && fact.says !== 'nothing') of(value).near.push(fact);
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

const others = new Set(['your', 'any', 'every', 'other', 'another', 'compatible', 'to', 'with', 'for', 'from', 'most', 'via', 'using']);
const goOn = new Set([
  'that',
  'which',
  'with',
  'and',
  'from',
  'by',
  'featuring',
  'designed',
  'is',
  'has',
  'comes',
  'offers',
  'boasts',
  'was',
  'runs',
]);

/** "pair it with your smartphone": what the thing goes with, not what it is. */
const isOfAnother = ({ value, from, to }: Mention<Concept>, draft: Draft): boolean =>
  value.itself === true &&
  (draft.tokens.slice(Math.max(draft.sentenceOf[from]!.from, from - 4), from).some((token) => others.has(token.lower)) ||
    (draft.tokens[to]?.kind === 'word' && !goOn.has(draft.tokens[to].lower)));

/** Mentions are in order, so only near ones can cover each other. */
const nearby = 12;

/** "for non-Bluetooth devices": things of another kind, not this one. */
const isOfKind = (next: Token | undefined): boolean =>
  next !== undefined && ['devices', 'products', 'models', 'phones', 'versions'].includes(next.lower);

const judge = (mention: Mention<Concept>, draft: Draft, standing: Standing | undefined): Finding | undefined => {
  const { value: feature, from, to } = mention;
  const place = { start: draft.tokens[from]!.start, end: draft.tokens[to - 1]!.end };
  const isNegative = isDenied(draft.tokens, draft.sentenceOf[from]!, from, to);
  const yes = standing?.yes[0];
  const no = standing?.no[0];
  if (isNegative) {
    if (yes === undefined || no !== undefined || feature.itself || isOfKind(draft.tokens[to])) return undefined;
    return {
      rule: 'feature-denied',
      level: 'error',
      ...place,
      fact: yes,
      code: 'denied',
    };
  }
  if (yes !== undefined) return undefined;
  if (no !== undefined) return { rule: 'feature-contradicted', level: 'error', ...place, fact: no, code: 'otherwise' };
  const near = standing?.near[0];
  if (near !== undefined)
    return {
      rule: 'feature-contradicted',
      level: 'error',
      ...place,
      fact: near,
      code: 'otherwise',
    };
  if (feature.common) return undefined;
  return { rule: 'feature-unsupported', level: 'warning', ...place, code: 'feature-unsupported', params: { feature: feature.name } };
};

/** "an accelerometer, a proximity sensor and a compass" of which the source says nothing is one statement. */
const inOne = (text: string, findings: readonly Finding[]): Finding[] => {
  const joined: Finding[] = [];
  for (const one of findings) {
    const last = joined.at(-1);
    const isListed =
      last?.rule === 'feature-unsupported' &&
      one.rule === last.rule &&
      /^[ ,]{0,2}(?:(?:and|or|,) ?)?(?:an? )?$/.test(text.slice(last.end, one.start));
    if (isListed) Object.assign(last, { end: one.end, params: { feature: 'these' } });
    else joined.push(one);
  }
  return joined;
};

/** Features that people check first: claimed though the source says no or nothing, denied though it says yes. */
export const checkFeatures = (draft: Draft, standings: Standings): Finding[] => {
  const mentions = findPhrases(claimsOf, draft.tokens);
  const covers = (other: Mention<Concept>, one: Mention<Concept>): boolean =>
    other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from;
  const outermost = mentions.filter((one, i) => !mentions.slice(Math.max(0, i - nearby), i + nearby).some((other) => covers(other, one)));
  const told = new Set<Concept>();
  const said = outermost.filter((mention) => {
    if (isOfAnother(mention, draft) || (mention.value.itself === true && told.has(mention.value))) return false;
    told.add(mention.value);
    return true;
  });
  return inOne(
    draft.text,
    said.flatMap((mention) => judge(mention, draft, standings.get(mention.value)) ?? []),
  );
};
