/**
 * What a score means as a probability, for people to look at. No promise rests on it. Isotonic regression by pooling adjacent
 * violators, on examples that the score was not fitted on where there are such.
 * Reference: Zadrozny and Elkan, KDD 2002; Barlow et al., Statistical Inference under Order Restrictions, 1972.
 */
export interface Calibration {
  /** Ascending scores at which a step begins, and the share of bad items from there on, descending. */
  from: number[];
  bad: number[];
}

interface Pool {
  from: number;
  sum: number;
  size: number;
}

/** @throws RangeError without points. */
export function calibrate(points: readonly { score: number; loss: number }[]): Calibration {
  if (points.length === 0) throw new RangeError('A calibration needs labelled scores.');
  const pools: Pool[] = [];
  for (const { score, loss } of [...points].sort((a, b) => a.score - b.score)) {
    const last = pools.at(-1);
    // Equal scores are one point.
    if (last?.from === score && last.size > 0) pools[pools.length - 1] = { from: score, sum: last.sum + loss, size: last.size + 1 };
    else pools.push({ from: score, sum: loss, size: 1 });
  }
  const merged: Pool[] = [];
  for (const pool of pools) {
    merged.push(pool);
    while (merged.length > 1 && rate(merged.at(-2) as Pool) <= rate(merged.at(-1) as Pool)) {
      const [right, left] = [merged.pop() as Pool, merged.pop() as Pool];
      merged.push({ from: left.from, sum: left.sum + right.sum, size: left.size + right.size });
    }
  }
  return { from: merged.map(({ from }) => from), bad: merged.map(rate) };
}

const rate = ({ sum, size }: Pool) => sum / size;

/** The share of bad items among those with about this score, in [0, 1]. */
export function badRateAt({ from, bad }: Calibration, score: number): number {
  const at = from.findLastIndex((begin) => begin <= score);
  return bad[Math.max(0, at)] as number;
}
