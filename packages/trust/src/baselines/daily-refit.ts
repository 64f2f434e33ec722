import { countReleases, type PastItem, type RuleOutcome, scoreOf } from './past-item.ts';

export interface DailyRefitOptions {
  limit: number;
  /** Items between two fits: a day's work. */
  day: number;
  /** Share of the items above the threshold that is still looked at. */
  audit: number;
}

/** Finer than this no dashboard chooses its threshold. */
const mostThresholds = 1000;

/** Every score, or a thousand of them evenly by rank, from the highest. */
function thresholdsToTry(items: readonly PastItem[]): number[] {
  const sorted = Float64Array.from(items, scoreOf).sort().reverse();
  const step = Math.max(1, sorted.length / mostThresholds);
  const chosen = new Set<number>();
  for (let at = step - 1; at < sorted.length; at += step) chosen.add(sorted[Math.floor(at)] as number);
  if (sorted.length > 0) chosen.add(sorted.at(-1) as number);
  return [...chosen];
}

/** The place of the first threshold, from the highest, that the score reaches. */
function placeOf(score: number, thresholds: readonly number[]): number {
  let [low, high] = [0, thresholds.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (score >= (thresholds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The threshold is fitted anew each day: the lowest one above which the labels so far, weighted for how rarely audits look, show at most
 * the limit. A point estimate without allowance for chance or for looking again and again, as quality targets of products work.
 */
export function dailyRefit(items: readonly PastItem[], { limit, day, audit }: DailyRefitOptions): RuleOutcome {
  const thresholds = thresholdsToTry(items);
  const seen = new Float64Array(thresholds.length);
  const bad = new Float64Array(thresholds.length);
  let threshold = Number.POSITIVE_INFINITY;
  const refit = () => {
    let [all, wrong] = [0, 0];
    threshold = Number.POSITIVE_INFINITY;
    thresholds.forEach((each, k) => {
      all += seen[k] as number;
      wrong += bad[k] as number;
      if ((seen[k] as number) > 0 && wrong / all <= limit) threshold = each;
    });
  };
  return countReleases(items, (item, at) => {
    if (at > 0 && at % day === 0) refit();
    const isAbove = scoreOf(item) >= threshold;
    if (isAbove && item.coin > audit) return true;
    const k = placeOf(scoreOf(item), thresholds);
    const weight = isAbove ? 1 / audit : 1;
    seen[k] = (seen[k] as number) + weight;
    if (item.isBad) bad[k] = (bad[k] as number) + weight;
    return false;
  });
}
