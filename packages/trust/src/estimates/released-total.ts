import type { Estimate } from './bad-released.ts';
import { normalQuantile } from './normal.ts';
import { checkConfidence } from './share-interval.ts';

/** An audited item with something measured on it, such as the seconds that its review took. */
export interface Measured {
  /** The probability with which it was audited, in (0, 1]. */
  audit: number;
  value: number;
}

/**
 * The total of a measured quantity over the items that were released, from the audited ones: what reviewing them would have taken, for
 * the savings. Each audited item stands for (1−q)/q released ones like it; the interval is the normal one of Horvitz and Thompson
 * (Journal of the American Statistical Association 47 (1952) 663–685), and wants some thirty audits or more.
 * @throws RangeError for a probability outside (0, 1] or a confidence outside (0, 1).
 */
export function estimateReleasedTotal(audits: Iterable<Measured>, { confidence = 0.95 }: { confidence?: number } = {}): Estimate {
  checkConfidence(confidence);
  let [estimate, variance] = [0, 0];
  for (const { audit, value } of audits) {
    if (!(audit > 0 && audit <= 1)) throw new RangeError(`The probability of an audit must be in (0, 1], got ${audit}.`);
    estimate += (value * (1 - audit)) / audit;
    variance += (value ** 2 * (1 - audit)) / audit ** 2;
  }
  const reach = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  return { estimate, low: estimate - reach, high: estimate + reach };
}
