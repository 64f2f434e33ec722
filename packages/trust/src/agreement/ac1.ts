import { pairAgreement } from './raw-agreement.ts';
import { type Judgements, tallyJudgements } from './tally.ts';

/**
 * Gwet's AC1: agreement beyond chance, at most 1, for any number of people and with gaps.
 *
 *   AC1 = (pa − pe) / (1 − pe),   pe = 1/(K−1) · Σk πk·(1−πk)
 *
 * πk is the mean over units of the share that said k. Unlike kappa and alpha it does not collapse when nearly everything is approved,
 * which is why it is the one shown beside the raw agreement. null where nothing was judged twice.
 * Reference: K. L. Gwet, Computing inter-rater reliability and its variance in the presence of high agreement, British Journal of
 * Mathematical and Statistical Psychology 61 (2008) 29–48; with gaps as in his Handbook of Inter-Rater Reliability, 4th ed.
 * @throws RangeError for a judgement that is none of the categories, and for fewer than two categories.
 */
export function gwetAc1<T>(units: readonly Judgements<T>[], categories: readonly T[]): number | null {
  const tally = tallyJudgements(units, categories);
  const agreement = pairAgreement(tally);
  if (Number.isNaN(agreement)) return null;
  const judged = tally.sizes.filter((size) => size > 0).length;
  const chance = categories.reduce((sum, _, k) => {
    const share = tally.counts.reduce((all, row, u) => all + (row[k] as number) / Math.max(1, tally.sizes[u] as number), 0) / judged;
    return sum + share * (1 - share);
  }, 0);
  const expected = chance / (categories.length - 1);
  return (agreement - expected) / (1 - expected);
}
