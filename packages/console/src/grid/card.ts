import type { Flag, Item, Json, LeftOut } from '@countersign/contract';
import { isSameJson } from '../review/same-json.ts';

/** One item of the set, as it was shown, with what the person did to it. */
export interface Card {
  item: Item;
  output: Json;
  isException: boolean;
  /** Somebody else has it now, or it was decided: it cannot go out with this set. */
  isLost: boolean;
  /** Open flags of `output`; null while they are not known. */
  flags: Flag[] | null;
  /** Why the server did not take it, when it was sent before. */
  leftOut: LeftOut | null;
}

export const isEdited = (card: Card): boolean => !isSameJson(card.output, card.item.output);

/** Open flags of error level. The count that came with the item holds until the flags themselves are there. */
export function errorCount(card: Card): number {
  if (card.flags) return card.flags.filter((flag) => flag.level === 'error').length;
  return isEdited(card) ? 0 : (card.item.flags?.error ?? 0);
}

export interface Sorted {
  /** What would be approved. */
  approve: Card[];
  exceptions: Card[];
  withErrors: Card[];
  lost: Card[];
}

/** Who goes out with the set and who stays. */
export function sortSet(cards: Card[]): Sorted {
  const sorted: Sorted = { approve: [], exceptions: [], withErrors: [], lost: [] };
  for (const card of cards) {
    if (card.isLost) sorted.lost.push(card);
    else if (card.isException) sorted.exceptions.push(card);
    else if (errorCount(card) > 0) sorted.withErrors.push(card);
    else sorted.approve.push(card);
  }
  return sorted;
}
