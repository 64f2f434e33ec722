import { countReleases, type PastItem, type RuleOutcome } from './past-item.ts';

/**
 * Autonomy by streak: after `streak` approvals in a row items are released, but for the share `audit` that is still looked at; a bad one
 * among those ends it, and the streak begins anew. This is continuous sampling plan CSP-1 (H. F. Dodge, Annals of Mathematical
 * Statistics 14 (1943) 264–279), without its tables.
 */
export function approvalStreak(items: readonly PastItem[], { streak, audit }: { streak: number; audit: number }): RuleOutcome {
  let inARow = 0;
  return countReleases(items, ({ coin, isBad }) => {
    if (inARow >= streak && coin > audit) return true;
    inARow = isBad ? 0 : inARow + 1;
    return false;
  });
}
