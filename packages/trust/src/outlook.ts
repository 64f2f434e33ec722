import { effectiveLimit } from './count.ts';
import { certifiedRung, isLaid, rungRisks, stakes } from './ladder.ts';
import { rungShares, type Spending, spendingOf, type TrustOptions } from './options.ts';
import { labelsNeeded, logMirroredStake } from './stake.ts';
import type { TrustState } from './state.ts';

/** What can be expected of a scope. Planning figures: no promise rests on them. */
export type Outlook =
  /** Evidence has not begun: `items` more are needed first. */
  | { kind: 'warming'; items: number }
  /** About `checks` more evidence items of the region, if they go as those so far. */
  | { kind: 'climbing'; rung: number; checks: number }
  /** The whole stream is certified. */
  | { kind: 'top' }
  /** The error rate is too close to the limit, on either side, to be told from it with a sensible number of checks. */
  | { kind: 'undecided' }
  /** Proved at the scope's risk: no region of this score keeps the limit. */
  | { kind: 'unreachable' };

/** More checks than this are no plan. */
const longestPlan = 20_000;
/** Fewer checks of all items than this say nothing about what lies near the limit. */
const leastChecks = 200;

/**
 * Every region with evidence has an error rate above the limit, at risk δ: the mirrored stake is 1/δ on each of them, which needs no
 * correction for their number (intersection–union test, Berger 1982).
 */
export function isUnreachable({ ladder }: TrustState, { limit, risk }: TrustOptions): boolean {
  const tested = ladder.checked.flatMap((n, rung) => (n > 0 ? [logMirroredStake(n, ladder.bad[rung] as number, limit)] : []));
  return tested.length > 0 && tested.every((log) => log >= -Math.log(risk));
}

/** What comes next for a scope, and how far away it is. */
export function outlook(state: TrustState, options: TrustOptions): Outlook {
  const { ladder, level, epoch, warmUp } = state;
  if (!isLaid(ladder)) return { kind: 'warming', items: options.warmUp - warmUp.length };
  if (level === rungShares.length - 1) return { kind: 'top' };
  if (level < 0 && isUnreachable(state, options)) return { kind: 'unreachable' };
  const limit = effectiveLimit(state, options);
  const risks = rungRisks(ladder.best, spendingOf(options, epoch));
  const plans = risks.flatMap((risk, rung) => {
    if (rung <= level || risk === 0 || limit === 0) return [];
    const checks = labelsNeeded(ladder.checked[rung] as number, ladder.bad[rung] as number, limit, -Math.log(risk));
    // A smaller region needs more of the stream for the same number of checks.
    return checks <= longestPlan ? [{ rung, checks, stream: checks / (rungShares[rung] as number) }] : [];
  });
  const next = plans.sort((a, b) => a.stream - b.stream)[0];
  if (next && next.stream <= longestPlan) return { kind: 'climbing', rung: next.rung, checks: next.checks };
  const most = ladder.checked.at(-1) ?? 0;
  if (most >= leastChecks || !next) return { kind: 'undecided' };
  return { kind: 'climbing', rung: next.rung, checks: next.checks };
}

/**
 * For each rung the smallest limit at which the present evidence would certify it, in (0, 1]; 1 when none does. For those who think about
 * another limit: choosing one begins a new epoch with new evidence. `effective` limits are given back as limits on true errors.
 */
export function smallestLimits(state: TrustState, options: TrustOptions): number[] {
  const { ladder, epoch } = state;
  const caught = effectiveLimit(state, options) / options.limit;
  const steps = 40;
  return ladder.checked.map((_, rung) => {
    const isCertified = (limit: number) => isRungCertified(stakes(ladder, limit), rung, spendingOf(options, epoch));
    let low = 0;
    let high = 1 - 1e-9;
    if (!isCertified(high)) return 1;
    for (let step = 0; step < steps; step += 1) {
      const middle = (low + high) / 2;
      if (isCertified(middle)) high = middle;
      else low = middle;
    }
    return caught === 0 ? 1 : Math.min(1, high / caught);
  });
}

/** Certified itself, not only a smaller or a larger one. */
const isRungCertified = (logs: readonly number[], rung: number, spending: Spending) =>
  certifiedRung(logs.slice(0, rung + 1), spending) === rung;
