/**
 * How right rules of a kind are, learned from all of them: a distribution over a grid of precisions, by maximum likelihood over what every
 * candidate went through, the failed ones too (Robbins 1956; Kiefer and Wolfowitz 1956; by expectation maximisation as in Laird 1978).
 *
 * The search over many candidates is thereby taken into account: of a thousand candidates that are right half of the time a few are right
 * six times in a row, and the distribution knows of the other 990. A posterior does not depend on why one looks at a candidate.
 */
export const grid = [
  0.005, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999,
] as const;

/** Weights over `grid`, adding up to 1. */
export type Prior = readonly number[];

/** Candidates with this many hits and misses, weighed. */
export interface Cell {
  hits: number;
  misses: number;
  weight: number;
}

/** What is believed of candidates before any was seen: nearly all of them are chance. */
export const doubt: Prior = normalise(grid.map((p) => (p < 0.45 ? 0.11 : p < 0.78 ? 0.04 : p < 0.92 ? 0.01 : 0.001)));

export function normalise(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** A density on the grid: each point stands for what lies between it and halfway to its neighbours. */
export const shareOfGrid = (density: (p: number) => number): number[] =>
  grid.map((p, i) => {
    const from = i === 0 ? 0 : (grid[i - 1]! + p) / 2;
    const to = i === grid.length - 1 ? 1 : (p + grid[i + 1]!) / 2;
    return density(p) * (to - from);
  });

const logs = grid.map((p) => [Math.log(p), Math.log1p(-p)] as const);

/** How believable each precision of the grid is after these hits and misses. */
export const posterior = (prior: Prior, hits: number, misses: number): number[] => {
  const scores = prior.map((weight, i) => (weight > 0 ? Math.log(weight) + hits * logs[i]![0] + misses * logs[i]![1] : -Infinity));
  const top = Math.max(...scores);
  return normalise(scores.map((score) => Math.exp(score - top)));
};

const rounds = 40;

const add = (sum: number[], prior: Prior, { hits, misses, weight }: Cell): void => {
  const share = posterior(prior, hits, misses);
  for (let i = 0; i < sum.length; i += 1) sum[i]! += weight * share[i]!;
};

/** A fitted distribution and what it was fitted to. */
export interface Fit {
  prior: Prior;
  belief: Prior;
  strength: number;
  /** The weight of all cells and of the belief. */
  total: number;
}

/** The distribution that explains the cells best, held back by a belief that weighs as much as `strength` candidates. */
export const fitPrior = (cells: readonly Cell[], belief: Prior, strength: number): Fit => {
  const total = cells.reduce((sum, { weight }) => sum + weight, 0) + strength;
  let prior = belief;
  for (let round = 0; round < rounds; round += 1) {
    const next = belief.map((weight) => weight * strength);
    for (const cell of cells) add(next, prior, cell);
    prior = next.map((weight) => weight / total);
  }
  return { prior, belief, strength, total };
};

/** The distribution without what some of its cells, and another belief, said: nobody vouches for themselves. */
export const without = ({ prior, belief, strength, total }: Fit, own: readonly Cell[], otherBelief: Prior): Prior => {
  const said = grid.map(() => 0);
  for (const cell of own) add(said, prior, cell);
  return normalise(prior.map((weight, i) => Math.max(1e-9, weight * total - said[i]! - strength * (belief[i]! - otherBelief[i]!))));
};

export interface Precision {
  /** How often it is right, as far as is known: the mean. */
  expected: number;
  /** It is right at least this often, with 95 % probability. */
  bound: number;
}

/** What hits and misses say about a rule's precision on new text, given how right rules of its kind are. */
export const precisionOf = (prior: Prior, hits: number, misses: number, risk = 0.05): Precision => {
  const share = posterior(prior, hits, misses);
  const expected = share.reduce((sum, weight, i) => sum + weight * grid[i]!, 0);
  let below = 0;
  let bound = grid[0] as number;
  for (let i = 0; i < grid.length; i += 1) {
    below += share[i]!;
    if (below <= risk) continue;
    bound = grid[i]!;
    break;
  }
  return { expected, bound };
};
