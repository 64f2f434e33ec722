import type { Json } from '@countersign/contract';
import { type Card, isEdited } from './card.ts';

export type Oddity = 'longest' | 'shortest' | 'unsure' | 'different' | 'besideEdits';

export interface Outlier {
  card: Card;
  oddities: Oddity[];
}

const perKind = 2;
const fewest = 5;
const neighbours = 5;
const sureEnough = 0.8;
const alike = 0.3;

/** The cards of a set that deserve a look before all are approved: the longest, shortest, least sure, most unlike the others, and
 * untouched ones that are most like those that were edited. */
export function findOutliers(cards: Card[]): Outlier[] {
  if (cards.length < fewest) return [];
  const found = new Map<Card, Oddity[]>();
  const note = (oddity: Oddity, picked: Card[]) => {
    for (const card of picked) found.set(card, [...(found.get(card) ?? []), oddity]);
  };
  const texts = new Map(cards.map((card) => [card, textOf(card.output)]));
  const length = (card: Card) => texts.get(card)?.length ?? 0;
  const usual = median(cards.map(length));
  const near = neighboursOf(cards.map((card) => texts.get(card) ?? ''));
  const distances = near.map(({ unlike }) => unlike);
  const edits = new Map(near.map(({ likest }, index) => [cards[index]!, likest.filter((at) => isEdited(cards[at]!)).length]));
  const distance = new Map(cards.map((card, index) => [card, distances[index] ?? 0]));
  const usualDistance = median(distances);
  note(
    'unsure',
    top(cards, (card) => 1 - (card.item.confidence ?? 1)).filter((card) => (card.item.confidence ?? 1) < sureEnough),
  );
  note(
    'longest',
    top(cards, length).filter((card) => length(card) > usual * 1.25),
  );
  note(
    'shortest',
    top(cards, (card) => -length(card)).filter((card) => length(card) < usual * 0.8),
  );
  note(
    'different',
    top(cards, (card) => distance.get(card) ?? 0).filter((card) => (distance.get(card) ?? 0) > usualDistance),
  );
  note(
    'besideEdits',
    top(
      cards.filter((card) => !isEdited(card)),
      (card) => edits.get(card) ?? 0,
    ).filter((card) => (edits.get(card) ?? 0) > 0),
  );
  return [...found].map(([card, oddities]) => ({ card, oddities })).toSorted((a, b) => b.oddities.length - a.oddities.length);
}

function top(cards: Card[], score: (card: Card) => number): Card[] {
  return cards.toSorted((a, b) => score(b) - score(a)).slice(0, perKind);
}

/** The few texts most like each one, and how unlike it is to them: 0 the same words, 1 no word in common. */
function neighboursOf(texts: string[]): { likest: number[]; unlike: number }[] {
  const bags = texts.map((text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []));
  return bags.map((bag, index) => {
    const likest = bags
      .flatMap((other, at) => (at === index ? [] : [{ at, share: likeness(bag, other) }]))
      .toSorted((a, b) => b.share - a.share)
      .slice(0, neighbours);
    return {
      likest: likest.filter(({ share }) => share >= alike).map(({ at }) => at),
      unlike: 1 - likest.reduce((sum, { share }) => sum + share, 0) / Math.max(1, likest.length),
    };
  });
}

/** Shared words among all words of two texts (Jaccard). */
function likeness(a: Set<string>, b: Set<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / (a.size + b.size - shared);
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** All texts of an output, one under the other. */
export function textOf(output: Json): string {
  if (typeof output === 'string') return output;
  if (Array.isArray(output)) return output.map(textOf).join('\n');
  if (output !== null && typeof output === 'object') return Object.values(output).map(textOf).join('\n');
  return output === null ? '' : String(output);
}
