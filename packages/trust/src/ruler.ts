import { upperBound } from './stake.ts';

/** Before any seed was shown: what we assume reviewers catch. */
export const assumedSensitivity = 0.9;

/**
 * A lower bound, at risk `delta`, on the share of bad items that reviewers catch, from seeded known-bad items: `missed` of `seeds`
 * went through. 0 without seeds. Seeds 20, 40, 60, 100 without a miss give 0.74, 0.86, 0.90, 0.94 at δ = 1 %.
 * @throws RangeError unless 0 ≤ missed ≤ seeds.
 */
export function sensitivityBound(seeds: number, missed: number, delta: number): number {
  return seeds === 0 ? 0 : 1 - upperBound(seeds, missed, delta);
}
