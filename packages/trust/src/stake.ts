/**
 * The stake of three bettors against "the error rate is at least `limit`".
 *
 * Bettor j bets as if the true rate were (1 − κj)·limit. Were the rate at least `limit`, the joint stake would be a non-negative
 * supermartingale from 1, so that it ever exceeds 1/a with probability at most a, however often one looks (Ville 1939). For 0/1 losses
 * and fixed bets it depends on two numbers only.
 *
 *   E(n, x; α) = Σj ⅓ · (1−κj)^x · ((1−α(1−κj)) / (1−α))^(n−x)
 *
 * Reference: Waudby-Smith and Ramdas, Estimating means of bounded random variables by betting, arXiv:2010.09686.
 */
export const kappas = [0.25, 0.5, 0.9] as const;
const lossLogs = kappas.map((kappa) => Math.log1p(-kappa));
const logBettors = Math.log(kappas.length);
const bisectionSteps = 60;

/** ln Σ exp(v), without overflow. */
export function logSumExp(values: readonly number[]): number {
  let top = -Infinity;
  for (const value of values) if (value > top) top = value;
  if (top === -Infinity) return -Infinity;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - top);
  return top + Math.log(sum);
}

const checkCounts = (checked: number, bad: number) => {
  if (!(checked >= 0 && bad >= 0 && bad <= checked)) throw new RangeError(`Need 0 ≤ bad ≤ checked, got ${bad} of ${checked}.`);
};

/**
 * ln E(n, x; α): how far the evidence speaks for an error rate below `limit`, as the logarithm of a fair bet's winnings.
 * `checked` is a count, `bad` a total loss in [0, checked] (fractions are valid), `limit` in [0, 1). −∞ for a limit of 0.
 * @throws RangeError outside these ranges.
 */
export function logStake(checked: number, bad: number, limit: number): number {
  checkCounts(checked, bad);
  if (!(limit >= 0 && limit < 1)) throw new RangeError(`The limit must be in [0, 1), got ${limit}.`);
  if (limit === 0) return -Infinity;
  const good = checked - bad;
  const rest = Math.log1p(-limit);
  const logs = [0, 0, 0];
  for (let j = 0; j < 3; j += 1) logs[j] = bad * (lossLogs[j] as number) + good * (Math.log1p(-limit * (1 - (kappas[j] as number))) - rest);
  return logSumExp(logs) - logBettors;
}

/**
 * The smallest error rate that the evidence rules out at risk `delta`, valid at any time: the α with E(n, x; α) = 1/δ, in (0, 1].
 * `delta` in (0, 1). 1 when nothing can be said yet. @throws RangeError outside these ranges.
 */
export function upperBound(checked: number, bad: number, delta: number): number {
  checkCounts(checked, bad);
  if (!(delta > 0 && delta < 1)) throw new RangeError(`The risk must be in (0, 1), got ${delta}.`);
  const needed = -Math.log(delta);
  let low = 0;
  let high = 1 - 1e-12;
  if (logStake(checked, bad, high) < needed) return 1;
  for (let step = 0; step < bisectionSteps; step += 1) {
    const middle = (low + high) / 2;
    if (logStake(checked, bad, middle) >= needed) high = middle;
    else low = middle;
  }
  return high;
}

const mirrors = [1.25, 2, 4] as const;

/**
 * ln of the mirrored stake, against "the error rate is at most `limit`": bettors claim 1.25, 2 and 4 times the limit (capped at 0.7).
 * At 1/δ on every rung with data, the limit is proved not to be reachable with this score (an intersection–union test).
 */
export function logMirroredStake(checked: number, bad: number, limit: number): number {
  checkCounts(checked, bad);
  if (!(limit > 0 && limit < 0.7)) throw new RangeError(`The limit must be in (0, 0.7), got ${limit}.`);
  const good = checked - bad;
  const terms = mirrors.map((times) => {
    const rate = Math.min(0.7, times * limit);
    return bad * Math.log(rate / limit) + good * (Math.log1p(-rate) - Math.log1p(-limit));
  });
  return logSumExp(terms) - Math.log(mirrors.length);
}

/** Kullback–Leibler divergence of a coin with rate `p` from one with rate `q`, in nats. p in [0, 1], q in (0, 1). */
export function divergence(p: number, q: number): number {
  if (!(p >= 0 && p <= 1 && q > 0 && q < 1)) throw new RangeError(`Need p in [0, 1] and q in (0, 1), got ${p} and ${q}.`);
  const of = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return of(p, q) + of(1 - p, 1 - q);
}

/**
 * About how many more checks until ln E reaches `needed`, if they go as those so far: a planning figure, no promise. Infinity when
 * the rate so far is not below the limit. 0 when it is reached.
 */
export function labelsNeeded(checked: number, bad: number, limit: number, needed: number): number {
  const missing = needed - logStake(checked, bad, limit);
  if (missing <= 0) return 0;
  const rate = (bad + 0.5) / (checked + 1);
  if (rate >= limit) {
    // Too early to judge: the half counted for caution alone stands above the limit.
    if (bad > 0) return Number.POSITIVE_INFINITY;
    return Math.ceil(missing / -Math.log1p(-limit) / 0.62);
  }
  return Math.ceil(missing / divergence(rate, limit));
}
