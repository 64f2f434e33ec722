import { segmentAround } from '../text/segments.ts';
import { claimedAttribute, namedAttribute, sameAttribute } from './attributes.ts';
import { type Draft, type Finding, tellFact } from './finding.ts';
import { isInName, type Known, type KnownQuantity } from './known.ts';
import { agrees, type Quantity } from './quantity.ts';
import { leaderOf } from './synonyms.ts';

/** Words close to a claimed quantity, in its part of the sentence, without what belongs to the next quantity. */
const contextOf = (draft: Draft, one: Quantity, reach: number): Set<string> => {
  const sentence = draft.sentenceOf[one.from]!;
  const part = segmentAround(draft.tokens, sentence, one.from, one.to);
  const i = draft.quantities.indexOf(one);
  const before = draft.quantities[i - 1]?.to ?? 0;
  const after = draft.quantities[i + 1]?.from ?? draft.tokens.length;
  const from = Math.max(part.from, before, one.from - reach);
  const to = Math.min(part.to, after, one.to + reach);
  const stems = new Set<string>();
  for (let i = from; i < to; i += 1)
    if ((i < one.from || i >= one.to) && draft.tokens[i]!.kind === 'word') stems.add(leaderOf(draft.tokens[i]!.stem));
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

/** Numbers of a source that have no unit may stand for any: `"battery": 1200`. */
const hasBare = (draft: Draft, known: Known, one: Quantity, hasRivals: boolean): boolean => {
  const same = known.quantities.filter(({ quantity }) => Math.abs(quantity.raw - one.raw) < 1e-9);
  if (one.unit === undefined || one.carried) return same.length > 0;
  const context = contextOf(draft, one, 8);
  return same.some(
    (other) =>
      !other.fact.counted && (other.quantity.carried || (other.quantity.unit === undefined && (!hasRivals || share(context, other) > 0))),
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

/** The source has the number, but of something else: "hot for 24 h" where it says "hot 12 h, cold 24 h". */
const mismatchedWords = (draft: Draft, one: Quantity, rivals: KnownQuantity[], matches: KnownQuantity[]): KnownQuantity | undefined => {
  if (one.dimension === 'count' || one.spelled) return undefined;
  const near = contextOf(draft, one, 3);
  const beside = (known: KnownQuantity): number => {
    const words = new Set(known.beside.slice(0, 3).map(leaderOf));
    return [...near].filter((word) => words.has(word)).length;
  };
  const best = Math.max(...matches.map((known) => Math.max(beside(known), share(near, known) > 0 && known.beside.length === 0 ? 1 : 0)));
  if (best > 0) return undefined;
  return rivals.find((known) => beside(known) > 0);
};

const nearest = (draft: Draft, one: Quantity, rivals: KnownQuantity[]): { known: KnownQuantity; shared: number } | undefined => {
  const context = contextOf(draft, one, 8);
  const scored = rivals.map((known) => ({ known, shared: share(context, known) })).sort((a, b) => b.shared - a.shared);
  return scored[0];
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
  message: `“${claimed(draft, one)}” does not agree with the source, which says ${tellFact(known.fact)}.`,
  fact: known.fact,
  replacements: replaceable(draft, one, [known]),
});

const unsupported = (draft: Draft, one: Quantity): Finding => ({
  rule: 'quantity-unsupported',
  level: 'warning',
  start: one.start,
  end: one.end,
  message: `“${claimed(draft, one)}” is not in the source.`,
});

const checkOne = (draft: Draft, known: Known, one: Quantity): Finding | undefined => {
  const candidates = known.quantities.filter(({ quantity }) => quantity.dimension === one.dimension);
  const matches = candidates.filter(({ quantity }) => agrees(one, quantity));
  const rivals = candidates.filter(({ quantity, inName }) => !inName && !agrees(one, quantity));
  if (matches.length > 0) {
    const wrong = mismatchedAttribute(draft, one, rivals, matches) ?? mismatchedWords(draft, one, rivals, matches);
    return wrong === undefined ? undefined : contradiction(draft, one, wrong);
  }
  if (hasBare(draft, known, one, rivals.length > 0) || isInName(known, draft, one)) return undefined;
  if (one.dimension === 'count') return unsupported(draft, one);
  const rival = nearest(draft, one, rivals);
  if (rival !== undefined && (rival.shared > 0 || rivals.length === 1)) return contradiction(draft, one, rival.known);
  const other = known.quantities.find((other) => isOtherUnit(draft, one, other));
  return other === undefined ? unsupported(draft, one) : contradiction(draft, one, other);
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
export const checkQuantities = (draft: Draft, known: Known): Finding[] =>
  draft.quantities.flatMap((one) => (isIdle(draft, one) ? [] : (checkOne(draft, known, one) ?? [])));
