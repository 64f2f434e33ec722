/** Lowest, middle and highest of a few measurements. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The value that `share` (0 to 1) of the values do not exceed, by nearest rank. NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = ascending(values);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The median of an even number of values is the mean of the middle two. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] as number;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export const spread = (values: readonly number[]): Spread => ({
  min: Math.min(...values),
  median: median(values),
  max: Math.max(...values),
});

/** `a / b` of each round: rounds stand side by side in time, so most noise of the machine is in both. */
export const ratios = (a: readonly number[], b: readonly number[]): number[] => a.map((value, round) => value / (b[round] as number));
