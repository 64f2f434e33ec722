import { rungRisks } from './ladder.ts';
import { epochRisk, ladderRisk, rungWeights, type TrustOptions } from './options.ts';
import { sensitivity } from './ruler.ts';
import { upperBound } from './stake.ts';
import type { TrustState } from './state.ts';

/** The smallest part of the risk that a rung begins with: a later epoch may have left the chain that certified the level. */
const leastWeight = Math.min(...rungWeights.filter((weight) => weight > 0));

/**
 * The error rate that the certificate in force rules out; null without one. Never above the limit, which the evidence ruled out when the
 * level was reached, even where it has become a little weaker since or a new epoch has begun.
 */
export function certifiedBound({ ladder, level, epoch, ruler }: TrustState, options: TrustOptions): number | null {
  if (level < 0) return null;
  const spending = { risk: ladderRisk(options), epoch };
  const risk = Math.max(rungRisks(ladder.best, spending)[level] as number, epochRisk(spending.risk, epoch) * leastWeight);
  const caught = sensitivity(ruler, options);
  const observed = upperBound(ladder.checked[level] as number, ladder.bad[level] as number, risk);
  return caught > 0 ? Math.min(options.limit, observed / caught) : options.limit;
}
