import { betaCdf } from '../estimates/beta.ts';
import { thresholdsFrom } from '../ladder.ts';
import { countReleases, type PastItem, type RuleOutcome, scoreOf } from './past-item.ts';

export interface OneLookOptions {
  limit: number;
  risk: number;
  /** Items that are labelled before the only look. */
  labels: number;
  /** Share of the items above the threshold that is still looked at. */
  audit: number;
}

/** The region of the first rung that is tested. */
const firstShare = 4;

/** P(at most `bad` of `checked` are bad) at an error rate of `limit`: the exact binomial p-value. */
export const binomialTail = (bad: number, checked: number, limit: number): number =>
  bad >= checked ? 1 : 1 - betaCdf(bad + 1, checked - bad, limit);

/**
 * One calibration after `labels` items: regions of 20 %, 25 %, … are tested one after the other until one fails, and the last good one is
 * kept for ever. Right when looked at once and nothing changes (Learn then Test, Angelopoulos et al., arXiv:2110.01052).
 */
export function oneLook(items: readonly PastItem[], { limit, risk, labels, audit }: OneLookOptions): RuleOutcome & { threshold: number } {
  const looked = items.slice(0, labels);
  let threshold = Number.POSITIVE_INFINITY;
  if (looked.length === labels)
    for (const each of thresholdsFrom(looked.map(scoreOf)).slice(firstShare - 1)) {
      const region = looked.filter((item) => scoreOf(item) >= each);
      if (binomialTail(region.filter(({ isBad }) => isBad).length, region.length, limit) > risk) break;
      threshold = each;
    }
  return { ...countReleases(items, (item, at) => at >= labels && scoreOf(item) >= threshold && item.coin > audit), threshold };
}
