/** Of the normal distribution, for 95 %. */
const z = 1.959964;

export interface Interval {
  low: number;
  high: number;
}

/** Wilson's score interval of a share (Wilson 1927). Of none, everything is possible. */
export function wilson(count: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const p = count / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

export interface Stratum {
  before: { count: number; of: number };
  after: { count: number; of: number };
}

const weightOf = (before: number, after: number) => (before * after) / (before + after);

/**
 * Difference of two shares on the same kinds of things: the differences of the strata, weighted as Mantel and Haenszel do, with the
 * stratified Newcombe interval (Yan and Su 2010), which joins the Wilson intervals of the strata.
 */
export function differenceOfShares(strata: Stratum[]): { difference: number } & Interval {
  const sum = strata.reduce((all, { before, after }) => all + weightOf(before.of, after.of), 0);
  let [difference, below, above] = [0, 0, 0];
  for (const { before, after } of strata) {
    const weight = weightOf(before.of, after.of) / sum;
    const [p0, p1] = [before.count / before.of, after.count / after.of];
    const [i0, i1] = [wilson(before.count, before.of), wilson(after.count, after.of)];
    difference += weight * (p1 - p0);
    below += weight ** 2 * ((p1 - i1.low) ** 2 + (i0.high - p0) ** 2);
    above += weight ** 2 * ((i1.high - p1) ** 2 + (p0 - i0.low) ** 2);
  }
  return { difference, low: difference - Math.sqrt(below), high: difference + Math.sqrt(above) };
}

const resamples = 400;

/** Repeatable numbers from 0 to less than 1 (mulberry32, public domain): the same data gives the same interval. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function drawnMean(values: number[], random: () => number): number {
  let sum = 0;
  for (let n = 0; n < values.length; n += 1) sum += values[Math.floor(random() * values.length)] as number;
  return sum / values.length;
}

const inner = (sorted: number[]): Interval => ({
  low: sorted[Math.floor(0.025 * sorted.length)] as number,
  high: sorted[Math.ceil(0.975 * sorted.length) - 1] as number,
});

/** A mean with its percentile bootstrap interval (Efron 1979), drawn the same each time. */
export function bootstrapMean(values: number[]): { mean: number } & Interval {
  const random = randomFrom(values.length);
  const means = Array.from({ length: resamples }, () => drawnMean(values, random)).sort((a, b) => a - b);
  return { mean: mean(values), ...inner(means) };
}

/** Difference of two means on the same kinds of things, each stratum drawn from by itself. */
export function differenceOfMeans(strata: { before: number[]; after: number[] }[]): { difference: number } & Interval {
  const sum = strata.reduce((all, { before, after }) => all + weightOf(before.length, after.length), 0);
  const weigh = (of: (values: number[]) => number) =>
    strata.reduce((all, { before, after }) => all + (weightOf(before.length, after.length) / sum) * (of(after) - of(before)), 0);
  const random = randomFrom(strata.length);
  const differences = Array.from({ length: resamples }, () => weigh((values) => drawnMean(values, random))).sort((a, b) => a - b);
  return { difference: weigh(mean), ...inner(differences) };
}
