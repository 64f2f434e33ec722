import { logSumExp } from './stake.ts';

/**
 * The watch closes autonomy: the bet turned round and restarted at every moment (an e-CUSUM), on the audited items of the
 * automatic region. While the error rate is at most the limit, it takes 200 audited items on average to a stake of 200.
 *
 *   Wj ← max(Wj, 0) + L·ln(rj/α) + (1−L)·ln((1−rj)/(1−α)),   rj = 2α, 4α, 10α, at most 0.7
 *
 * Reference: Shin, Ramdas and Rinaldo, E-detectors, arXiv:2203.03532.
 */
const multiples = [2, 4, 10] as const;
const highestRate = 0.7;
/** exp of more than this says no more. */
const highestLog = 50;

/** ln of each bettor's stake. */
export type Bets = readonly number[];

export const newBets = (): Bets => multiples.map(() => 0);

/** The bets on "more than `limit`" after one more `loss` in [0, 1]. */
export function betAgain(bets: Bets, loss: number, limit: number): Bets {
  return multiples.map((multiple, j) => {
    const rate = Math.min(highestRate, multiple * limit);
    const step = loss * Math.log(rate / limit) + (1 - loss) * (Math.log1p(-rate) - Math.log1p(-limit));
    return Math.min(highestLog, Math.max(bets[j] as number, 0) + step);
  });
}

/** ln of the mean stake. */
export const logAlarm = (bets: Bets): number => logSumExp(bets) - Math.log(multiples.length);
