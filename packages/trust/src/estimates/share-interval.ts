import { betaQuantile } from './beta.ts';

export interface Interval {
  low: number;
  high: number;
}

/** @throws RangeError for a confidence outside (0, 1). */
export function checkConfidence(confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`The confidence must be in (0, 1), got ${confidence}.`);
}

/**
 * The exact interval of a share from `hits` among `of` independent trials, both tails with half of the risk. For one look at a finished
 * sample; a figure that is looked at all the time needs upperBound (stake.ts).
 * Reference: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404–413.
 * @throws RangeError unless 0 ≤ hits ≤ of and confidence in (0, 1).
 */
export function shareInterval({ hits, of, confidence }: { hits: number; of: number; confidence: number }): Interval {
  if (!(hits >= 0 && hits <= of)) throw new RangeError(`Need 0 ≤ hits ≤ of, got ${hits} of ${of}.`);
  checkConfidence(confidence);
  const tail = (1 - confidence) / 2;
  return {
    low: hits === 0 ? 0 : betaQuantile(hits, of - hits + 1, tail),
    high: hits === of ? 1 : betaQuantile(hits + 1, of - hits, 1 - tail),
  };
}
