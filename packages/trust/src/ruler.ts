import type { TrustOptions } from './options.ts';
import { upperBound } from './stake.ts';
import { type Bets, betAgain, logAlarm, newBets } from './watch.ts';

/**
 * The ruler measures the reviewers, because a certificate over labels is worth what the labels are. Seeds are known-bad items shown
 * again; what a blind second reader found is a natural seed for the first.
 */
export interface Ruler {
  seeds: number;
  missedSeeds: number;
  secondReads: number;
  missedReads: number;
}

/** One reviewer's record with seeds. Kept a reviewer, not a scope. */
export interface ReviewerRecord {
  seeds: number;
  missed: number;
  bets: Bets;
  /** Under alarm: labels are no evidence until reinstated. */
  alarmed: boolean;
}

export const newRuler = (): Ruler => ({ seeds: 0, missedSeeds: 0, secondReads: 0, missedReads: 0 });
const newRecord = (): ReviewerRecord => ({ seeds: 0, missed: 0, bets: newBets(), alarmed: false });

/**
 * A lower bound, at risk `delta`, on the share of bad items that reviewers catch, from known-bad items of which `missed` went through.
 * 0 without any. Seeds 20, 40, 60, 100 without a miss give 0.74, 0.86, 0.90, 0.94 at δ = 1 %.
 * @throws RangeError unless 0 ≤ missed ≤ seeds.
 */
export function sensitivityBound(seeds: number, missed: number, delta: number): number {
  return seeds === 0 ? 0 : 1 - upperBound(seeds, missed, delta);
}

/**
 * d_L: what reviewers catch at least, at risk δ_s. With seeds and second reads the smaller of both bounds, each at half the risk, because
 * hard items fool both readers. Before any of them the assumed value; 1 where labels are the truth by definition.
 */
export function sensitivity({ seeds, missedSeeds, secondReads, missedReads }: Ruler, options: TrustOptions): number {
  if (options.reviewers === 'trusted') return 1;
  const measures: [number, number][] = [
    [seeds, missedSeeds],
    [secondReads, missedReads],
  ];
  const taken = measures.filter(([shown]) => shown > 0);
  if (taken.length === 0) return options.assumedSensitivity;
  return Math.min(...taken.map(([shown, missed]) => sensitivityBound(shown, missed, options.rulerRisk / taken.length)));
}

export const isMeasured = ({ seeds, secondReads }: Ruler): boolean => seeds + secondReads > 0;

/** A reviewer's record after one more seed: the watch's bet on "misses more than `missLimit`", restarted at every moment. */
export function recordSeed(record: ReviewerRecord | undefined, missed: boolean, options: TrustOptions): ReviewerRecord {
  const before = record ?? newRecord();
  const bets = betAgain(before.bets, missed ? 1 : 0, options.missLimit);
  return {
    seeds: before.seeds + 1,
    missed: before.missed + (missed ? 1 : 0),
    bets,
    alarmed: before.alarmed || logAlarm(bets) >= Math.log(options.reviewerAlarm),
  };
}
