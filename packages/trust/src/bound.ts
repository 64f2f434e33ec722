import { rungRisks } from './ladder.ts';
import { spendingOf, type TrustOptions } from './options.ts';
import { sensitivity } from './ruler.ts';
import { upperBound } from './stake.ts';
import type { TrustState } from './state.ts';

/**
 * The error rate that the certificate in force rules out, at the risk of the epoch that it was reached in; null without one. Never above
 * the limit, which the evidence ruled out when the level was reached, even where it has become a little weaker since.
 */
export function certifiedBound({ ladder, level, openedIn, ruler }: TrustState, options: TrustOptions): number | null {
  if (level < 0) return null;
  const risk = rungRisks(ladder.best, spendingOf(options, openedIn))[level] as number;
  const caught = sensitivity(ruler, options);
  const observed = risk > 0 ? upperBound(ladder.checked[level] as number, ladder.bad[level] as number, risk) : 1;
  return caught > 0 ? Math.min(options.limit, observed / caught) : options.limit;
}
