import { segmentAround } from '../text/segments.ts';
import { stem } from '../text/stem.ts';
import { claimedAttribute, namedAttribute, sameAttribute } from './attributes.ts';
import type { Draft, Finding } from './finding.ts';
import { isEmpty, isInName, type Known, type KnownQuantity, nameLabels } from './known.ts';
import { agrees, type Quantity } from './quantity.ts';
import type { Fact } from './source.ts';
import { leaderOf } from './synonyms.ts';

const longestList = 12;

/** "bands of 900, 1800 and 1900 MHz": the words before the first number belong to all. */
const firstOfList = (draft: Draft, at: number): number => {
  let first = at;
  while (first > 0 && at - first < longestList && draft.quantities[first - 1]!.carried) first -= 1;
  return first;
};

/** Words close to a claimed quantity, in its part of the sentence, without what belongs to the next quantity. */
const contextOf = (draft: Draft, one: Quantity, reach: number): Set<string> => {
  const sentence = draft.sentenceOf[one.from]!;
  const i = draft.quantities.indexOf(one);
  const first = firstOfList(draft, i);
  const start = draft.quantities[first]!.from;
  const part = segmentAround(draft.tokens, sentence, start, one.to);
  const before = draft.quantities[first - 1]?.to ?? 0;
  const after = draft.quantities[i + 1]?.from ?? draft.tokens.length;
  const from = Math.max(part.from, before, start - reach);
  const to = Math.min(part.to, after, one.to + reach);
  const stems = new Set<string>();
  for (let i = from; i < to; i += 1)
    if ((i < start || i >= one.to) && draft.tokens[i]!.kind === 'word') stems.add(leaderOf(draft.tokens[i]!.stem));
  return stems;
};

const share = (context: Set<string>, known: KnownQuantity): number => {
  const words = new Set([...known.beside, ...known.named].map(leaderOf));
  let shared = 0;
  for (const word of context) if (words.has(word)) shared += 1;
  return shared;
};

const shown = (known: KnownQuantity): string => known.fact.text.slice(known.quantity.start, known.quantity.end);
const claimed = (draft: Draft, one: Quantity): string => draft.text.slice(one.start, one.end);

/** "minus 18 degrees" where the source says −18 °C. */
const isDegree = (one: Quantity, other: Quantity): boolean => one.dimension === 'angle' && other.dimension === 'temperature';

/** Numbers of a source that have no unit may stand for any: `"battery": 1200`. */
const hasBare = (draft: Draft, known: Known, one: Quantity, hasRivals: boolean): boolean => {
  const same = known.quantities.filter(({ quantity }) => Math.abs(quantity.raw - one.raw) < 1e-9);
  if (one.unit === undefined || one.carried) return same.length > 0;
  const context = contextOf(draft, one, 8);
  return same.some(
    (other) =>
      !other.fact.counted &&
      (isDegree(one, other.quantity) ||
        other.quantity.carried ||
        (other.quantity.unit === undefined && (!hasRivals || share(context, other) > 0))),
  );
};

const mismatchedAttribute = (draft: Draft, one: Quantity, rivals: KnownQuantity[], matches: KnownQuantity[]): KnownQuantity | undefined => {
  if (one.dimension !== 'length') return undefined;
  const wanted = claimedAttribute(draft.tokens, one.from, one.to);
  if (
    wanted === undefined ||
    matches.some(({ fact }) => {
      const name = namedAttribute(fact.label);
      return name === undefined || sameAttribute(wanted, name);
    })
  )
    return undefined;
  return rivals.find(({ fact }) => {
    const name = namedAttribute(fact.label);
    return name !== undefined && sameAttribute(wanted, name);
  });
};

/**
 * The source has the number, but of something else: "hot for 24 h" where it says "hot 12 h, cold 24 h". Only where the words beside both
 * numbers tell them apart.
 */
const mismatchedWords = (draft: Draft, one: Quantity, rivals: KnownQuantity[], matches: KnownQuantity[]): KnownQuantity | undefined => {
  if (one.dimension === 'count' || one.spelled || matches.some(({ beside, fact }) => beside.length === 0 && fact.label.length === 0))
    return undefined;
  const near = contextOf(draft, one, 3);
  const beside = (known: KnownQuantity): number => {
    const words = new Set(known.beside.slice(0, 3).map(leaderOf));
    return [...near].filter((word) => words.has(word)).length;
  };
  if (matches.some((known) => beside(known) > 0 || (share(near, known) > 0 && known.beside.length === 0))) return undefined;
  if (matches.every((known) => known.beside.length === 0 && !isSibling(known, rivals))) return undefined;
  return rivals.find((known) => beside(known) > 0);
};

/** Whether a rival stands in the same fact, so that the words beside it are set against this number. */
const isSibling = (known: KnownQuantity, rivals: KnownQuantity[]): boolean => rivals.some(({ fact }) => fact === known.fact);

/** What any number of a dimension may be called: "weighs up to 5 kg" is not what the scales weigh. */
const general = new Set(['weight', 'time', 'size', 'power', 'price', 'cost', 'capaciti', 'total', 'number', 'type']);

/** "2 GB of internal storage" where the source has `Card slot: 2 GB included` and `Internal: 1 GB`. */
const mismatchedLabel = (draft: Draft, one: Quantity, rivals: KnownQuantity[], matches: KnownQuantity[]): KnownQuantity | undefined => {
  if (one.dimension === 'count' || one.dimension === 'length' || one.spelled || one.carried) return undefined;
  const near = contextOf(draft, one, 3);
  if (near.size === 0 || matches.some((known) => known.inName || known.fact.label.length === 0 || share(near, known) > 0)) return undefined;
  return rivals.find(({ fact }) =>
    fact.label.some((token) => near.has(leaderOf(token.stem)) && !nameLabels.has(token.lower) && !general.has(token.stem)),
  );
};

const nearest = (draft: Draft, one: Quantity, rivals: KnownQuantity[]): { known: KnownQuantity; shared: number } | undefined => {
  const context = contextOf(draft, one, 8);
  const scored = rivals.map((known) => ({ known, shared: share(context, known) })).sort((a, b) => b.shared - a.shared);
  return scored[0];
};

/** Words that say what a number measures besides the main thing: a limit, a part, another kind of memory. */
const apart = new Set(
  'expandable expand card slot microsd sd microsdhc microsdxc ram rom additional extra add support supports'
    .split(' ')
    .map((word) => leaderOf(stem(word))),
);

const wordsOf = (known: KnownQuantity): Set<string> => new Set([...known.beside, ...known.named].map(leaderOf));

const isNamed = ({ fact }: KnownQuantity): boolean => fact.label.length > 0 && !fact.label.every((token) => nameLabels.has(token.lower));

const mostFacts = 1000;

/** The fact whose names have the most words in common with what stands around a number. */
const factAbout = (draft: Draft, known: Known, one: Quantity): { fact: Fact; shared: number } | undefined => {
  if (known.facts.length > mostFacts) return undefined;
  const context = contextOf(draft, one, 8);
  let best: { fact: Fact; shared: number } | undefined;
  for (const fact of known.facts) {
    if (fact.counted || fact.says === 'nothing') continue;
    const names = new Set([...fact.label, ...fact.group].filter(({ lower }) => !isEmpty(lower)).map((token) => leaderOf(token.stem)));
    const shared = [...names].filter((name) => context.has(name)).length;
    if (shared > (best?.shared ?? 0)) best = { fact, shared };
  }
  return best;
};

/** Whether the source surely speaks of the same figure: the same words stand around it, or it is the only one of its kind and near in size. */
const isClear = (
  draft: Draft,
  known: Known,
  one: Quantity,
  rival: { known: KnownQuantity; shared: number },
  rivals: KnownQuantity[],
): boolean => {
  const near = contextOf(draft, one, 4);
  const words = wordsOf(rival.known);
  if ([...near].some((word) => apart.has(word) && !words.has(word))) return false;
  const about = factAbout(draft, known, one);
  if (about !== undefined && about.shared > rival.shared) return false;
  if (rival.shared > 0) return isNamed(rival.known) || share(near, rival.known) > 0;
  const ratio = one.value / rival.known.quantity.value;
  return rivals.length === 1 && isNamed(rival.known) && ((ratio > 0.2 && ratio < 5) || one.raw === rival.known.quantity.raw);
};

const replaceable = (draft: Draft, one: Quantity, rivals: KnownQuantity[]): string[] => {
  if (one.carried || rivals.some(({ quantity }) => quantity.carried)) return [];
  const texts = [...new Set(rivals.map(shown))];
  const dashed = /\d-\p{L}/u.test(claimed(draft, one));
  return texts.slice(0, 3).map((text) => (dashed ? text.replace(/\s+/, '-') : text));
};

const contradiction = (draft: Draft, one: Quantity, known: KnownQuantity): Finding => ({
  rule: 'quantity-contradicted',
  level: 'error',
  start: one.start,
  end: one.end,
  code: 'contradicted',
  fact: known.fact,
  replacements: replaceable(draft, one, [known]),
});

const elsewhere = (one: Quantity, known: KnownQuantity): Finding => ({
  rule: 'quantity-elsewhere',
  level: 'warning',
  start: one.start,
  end: one.end,
  code: 'elsewhere',
  fact: known.fact,
});

const unsupported = (one: Quantity, fact: Fact | undefined): Finding => ({
  rule: 'quantity-unsupported',
  level: 'warning',
  start: one.start,
  end: one.end,
  code: fact === undefined ? 'unsupported' : 'unsupported-beside',
  fact,
});

const checkOne = (draft: Draft, known: Known, one: Quantity): Finding | undefined => {
  const candidates = known.quantities.filter(
    ({ quantity }) => quantity.dimension === one.dimension && quantity.unit?.only === one.unit?.only,
  );
  const matches = candidates.filter(({ quantity }) => agrees(one, quantity));
  const rivals = candidates.filter(({ quantity, inName }) => !inName && !agrees(one, quantity));
  if (matches.length > 0) {
    const wrong = mismatchedAttribute(draft, one, rivals, matches) ?? mismatchedWords(draft, one, rivals, matches);
    if (wrong !== undefined) return contradiction(draft, one, wrong);
    const other = mismatchedLabel(draft, one, rivals, matches);
    return other && elsewhere(one, other);
  }
  if (hasBare(draft, known, one, rivals.length > 0) || isInName(known, draft, one)) return undefined;
  if (one.dimension === 'count') return unsupported(one, undefined);
  const rival = nearest(draft, one, rivals);
  if (rival !== undefined && isClear(draft, known, one, rival, rivals)) return contradiction(draft, one, rival.known);
  const other = known.quantities.find((other) => isOtherUnit(draft, one, other));
  if (other !== undefined) return contradiction(draft, one, other);
  return unsupported(one, factAbout(draft, known, one)?.fact ?? (rivals.length === 1 ? rivals[0]!.fact : undefined));
};

/** "21 Wh" where the source says "21 W". */
const isOtherUnit = (draft: Draft, one: Quantity, other: KnownQuantity): boolean => {
  const { unit, raw, dimension } = other.quantity;
  return (
    unit !== undefined &&
    dimension !== 'ratio' &&
    raw === one.raw &&
    raw > 12 &&
    (share(contextOf(draft, one, 8), other) > 0 || draft.path.endsWith('title'))
  );
};

const isIdle = (draft: Draft, one: Quantity): boolean => {
  const next = draft.tokens[one.to];
  if (one.spelled)
    return one.raw === 1
      ? one.unit === undefined || !['month', 'year', 'hour'].includes(draft.tokens[one.to - 1]!.lower)
      : one.dimension === 'count';
  const suffix = next?.glued === true ? next.lower : '';
  return one.dimension === 'count' && (/^(?:st|nd|rd|th|g|d)$/.test(suffix) || (one.raw <= 1 && one.decimals === 0));
};

/** Numbers with and without units that the source does not have, or has of something else. */
export const checkQuantities = (draft: Draft, known: Known): Finding[] => {
  const findings: Finding[] = [];
  for (const one of draft.quantities) {
    const found = isIdle(draft, one) ? undefined : checkOne(draft, known, one);
    const last = findings.at(-1);
    if (found === undefined) continue;
    if (last?.rule === found.rule && isTimes(draft.text.slice(last.end, found.start))) last.end = found.end;
    else findings.push(found);
  }
  return findings;
};

/** "160x120 pixels" is one figure. */
const isTimes = (between: string): boolean => between.length <= 4 && /^\s?(?:[xX×]|by)\s?$/.test(between);
