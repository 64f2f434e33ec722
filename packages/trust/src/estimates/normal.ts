import { gammaQuantile } from './gamma.ts';

/**
 * The z with P(N ≤ z) = share for a standard normal variable, share in (0, 1): its square is chi-squared with one degree.
 * @throws RangeError outside.
 */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`A share in (0, 1) is needed, got ${share}.`);
  const z = Math.sqrt(2 * gammaQuantile(0.5, Math.abs(2 * share - 1)));
  return share < 0.5 ? -z : z;
}
