import type { TrustOptions } from '../options.ts';
import { type PastItem, type RuleOutcome, scoreOf } from './past-item.ts';

/**
 * What the best possible threshold would have released, known only afterwards: the largest region of the score that keeps the promise
 * over the whole history, without looking at anything. `share` of the items, in [0, 1]; `threshold` null when there is none.
 */
export function bestThreshold(
  items: readonly PastItem[],
  { limit, promise }: Pick<TrustOptions, 'limit' | 'promise'>,
): RuleOutcome & { share: number; threshold: number | null } {
  const order = items.map((item) => ({ score: scoreOf(item), isBad: item.isBad })).sort((a, b) => b.score - a.score || 0);
  let best = { released: 0, releasedBad: 0, threshold: null as number | null };
  let bad = 0;
  order.forEach(({ score, isBad }, at) => {
    if (isBad) bad += 1;
    if (order[at + 1]?.score === score) return;
    const base = promise === 'all' ? items.length : at + 1;
    if (bad / base <= limit) best = { released: at + 1, releasedBad: bad, threshold: score };
  });
  return { ...best, reviewed: items.length - best.released, share: items.length === 0 ? 0 : best.released / items.length };
}
