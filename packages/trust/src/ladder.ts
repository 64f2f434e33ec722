import { epochRisk, rungShares, rungWeights } from './options.ts';
import { logStake } from './stake.ts';

/**
 * The ladder opens autonomy: 20 nested regions of the score, each with the evidence found in it since the epoch began.
 * Plain numbers, so that it can be stored and compared.
 */
export interface Ladder {
  /** Lowest score of each rung's region; the last is −∞ and holds everything. Empty until the scores of the warm-up are in. */
  thresholds: number[];
  /** Evidence items in each region, and their total loss. */
  checked: number[];
  bad: number[];
  /** The largest ln E that each region has reached. */
  best: number[];
}

const zeros = () => rungShares.map(() => 0);

export const newLadder = (): Ladder => ({ thresholds: [], checked: zeros(), bad: zeros(), best: zeros() });

/** Evidence starts anew; the regions stay. */
export const restart = ({ thresholds }: Ladder): Ladder => ({ ...newLadder(), thresholds });

/**
 * Lays the rungs: the share ρ of the warm-up's scores lies at or above τρ. Ties make rungs coincide, which is harmless.
 * @throws RangeError without scores.
 */
export function thresholdsFrom(scores: readonly number[]): number[] {
  if (scores.length === 0) throw new RangeError('The rungs need scores to be laid from.');
  const sorted = [...scores].sort((a, b) => b - a);
  return rungShares.map((share) => {
    if (share >= 1) return Number.NEGATIVE_INFINITY;
    // 0.15 · 100 is 15.000000000000002 in floating point.
    return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] as number;
  });
}

/** Counts one evidence item in every region that holds its score. */
export function addEvidence(ladder: Ladder, { score, loss, limit }: { score: number; loss: number; limit: number }): void {
  for (let k = 0; k < ladder.thresholds.length; k += 1) {
    if (score < (ladder.thresholds[k] as number)) continue;
    const checked = (ladder.checked[k] as number) + 1;
    const bad = (ladder.bad[k] as number) + loss;
    ladder.checked[k] = checked;
    ladder.bad[k] = bad;
    ladder.best[k] = Math.max(ladder.best[k] as number, logStake(checked, bad, limit));
  }
}

/**
 * The largest certified rung, or −1. The fallback procedure passes the risk of each certified rung on to the next, and keeps the
 * family-wise error at the epoch's risk under any dependence (Wiens, Pharmaceutical Statistics 2003).
 */
export function certifiedRung(best: readonly number[], { risk, epoch }: { risk: number; epoch: number }): number {
  const spend = epochRisk(risk, epoch);
  let carry = 0;
  let level = -1;
  for (let k = 0; k < best.length; k += 1) {
    const part = (rungWeights[k] as number) + carry;
    if (part > 0 && (best[k] as number) >= -Math.log(spend * part)) {
      level = k;
      carry = part;
    } else carry = 0;
  }
  return level;
}
