/** An item of a finished history, as the simpler rules see it. */
export interface PastItem {
  /** Higher is safer; null where there is none, which counts as the lowest. */
  score: number | null;
  /** Its secret number in [0, 1). */
  coin: number;
  isBad: boolean;
}

/** What a rule would have done with a history. */
export interface RuleOutcome {
  released: number;
  releasedBad: number;
  /** Items that people would have looked at. */
  reviewed: number;
}

export const scoreOf = ({ score }: PastItem): number => score ?? Number.NEGATIVE_INFINITY;

/** Counts what happens to each item, in order. */
export function countReleases(items: readonly PastItem[], isReleased: (item: PastItem, at: number) => boolean): RuleOutcome {
  let [released, releasedBad] = [0, 0];
  items.forEach((item, at) => {
    if (!isReleased(item, at)) return;
    released += 1;
    if (item.isBad) releasedBad += 1;
  });
  return { released, releasedBad, reviewed: items.length - released };
}
