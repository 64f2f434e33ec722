import { epochRisk, rungShares, rungWeights, type Spending } from './options.ts';
import { logStake } from './stake.ts';

/** Evidence in each rung's region: how many items were checked, and their total loss. Empty lists until the rungs are laid. */
export interface Evidence {
  checked: number[];
  bad: number[];
}

/**
 * The ladder opens autonomy: 20 nested regions of the score, each with the evidence found in it since the epoch began.
 * Plain finite numbers, so that it can be stored and compared.
 */
export interface Ladder extends Evidence {
  /** Lowest score of each rung's region but the last, which holds every item that has a score. */
  thresholds: number[];
  /** The largest ln E that each region has reached. */
  best: number[];
}

const zeros = () => rungShares.map(() => 0);

export const noEvidence = (): Evidence => ({ checked: [], bad: [] });
export const startEvidence = (): Evidence => ({ checked: zeros(), bad: zeros() });
export const newLadder = (): Ladder => ({ thresholds: [], best: [], ...noEvidence() });

export const isLaid = ({ best }: Ladder): boolean => best.length > 0;

/** A ladder with these rungs and nothing on them. */
export const layLadder = (thresholds: number[]): Ladder => ({ thresholds, best: zeros(), ...startEvidence() });

/**
 * Lays the rungs: the share ρ of the warm-up's scores lies at or above τρ. Ties make rungs coincide, which is harmless.
 * @throws RangeError without scores.
 */
export function thresholdsFrom(scores: readonly number[]): number[] {
  if (scores.length === 0) throw new RangeError('The rungs need scores to be laid from.');
  const sorted = [...scores].sort((a, b) => b - a);
  // 0.15 · 100 is 15.000000000000002 in floating point.
  return rungShares.slice(0, -1).map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] as number);
}

/** The lowest score of a rung's region: +∞ for none, −∞ for the last. */
export function thresholdOf({ thresholds }: Ladder, rung: number): number {
  if (rung < 0) return Number.POSITIVE_INFINITY;
  return thresholds[rung] ?? Number.NEGATIVE_INFINITY;
}

export interface Finding {
  score: number;
  loss: number;
  /** Promise `all`: the item counts in every region, its loss only where it would have been released. */
  countsEverywhere: boolean;
}

/** One more evidence item in every region that it belongs to. */
export function addFinding({ checked, bad }: Evidence, ladder: Ladder, { score, loss, countsEverywhere }: Finding): Evidence {
  const holds = (rung: number) => score >= thresholdOf(ladder, rung);
  return {
    checked: checked.map((n, rung) => (countsEverywhere || holds(rung) ? n + 1 : n)),
    bad: bad.map((x, rung) => (holds(rung) ? x + loss : x)),
  };
}

/** ln E of each rung as the evidence stands. */
export const stakes = ({ checked, bad }: Evidence, limit: number): number[] =>
  checked.map((n, rung) => logStake(n, bad[rung] as number, limit));

/** The ladder after one more finding; `limit` is what the bets are on now. */
export function climbWith(ladder: Ladder, finding: Finding, limit: number): Ladder {
  const evidence = addFinding(ladder, ladder, finding);
  const best = ladder.best.map((high, rung) => {
    const n = evidence.checked[rung] as number;
    return n === ladder.checked[rung] ? high : Math.max(high, logStake(n, evidence.bad[rung] as number, limit));
  });
  return { thresholds: ladder.thresholds, best, ...evidence };
}

/** The risk that each rung is tested at: its own part and what certified rungs below it pass on. */
export function rungRisks(logs: readonly number[], { risk, epoch, weights = rungWeights }: Spending): number[] {
  const spend = epochRisk(risk, epoch);
  let carry = 0;
  return logs.map((log, rung) => {
    const part = (weights[rung] as number) + carry;
    carry = part > 0 && log >= -Math.log(spend * part) ? part : 0;
    return spend * part;
  });
}

/**
 * The largest certified rung, or −1. The fallback procedure passes the risk of each certified rung on to the next, and keeps the
 * family-wise error at the epoch's risk under any dependence (Wiens, Pharmaceutical Statistics 2003).
 */
export function certifiedRung(logs: readonly number[], spending: Spending): number {
  const risks = rungRisks(logs, spending);
  return logs.findLastIndex((log, rung) => (risks[rung] as number) > 0 && log >= -Math.log(risks[rung] as number));
}
