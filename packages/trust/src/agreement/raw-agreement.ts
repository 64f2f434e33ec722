import { type Judgements, type Tally, tallyJudgements } from './tally.ts';

/** The mean over units of the share of pairs of people who agree; units that fewer than two saw do not count. NaN without any. */
export function pairAgreement({ counts, sizes }: Tally): number {
  let sum = 0;
  let units = 0;
  counts.forEach((row, u) => {
    const size = sizes[u] as number;
    if (size < 2) return;
    units += 1;
    sum += row.reduce((pairs, count) => pairs + count * (count - 1), 0) / (size * (size - 1));
  });
  return sum / units;
}

/**
 * Raw agreement, in [0, 1]: how often two people who judged the same thing said the same. null where nothing was judged twice.
 * @throws RangeError for a judgement that is none of the categories.
 */
export function rawAgreement<T>(units: readonly Judgements<T>[], categories: readonly T[]): number | null {
  const agreement = pairAgreement(tallyJudgements(units, categories));
  return Number.isNaN(agreement) ? null : agreement;
}
