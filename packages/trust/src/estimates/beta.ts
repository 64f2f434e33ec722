import { logGamma } from './log-gamma.ts';
import { invert } from './quantile.ts';

const enough = 1e-16;
const mostTerms = 100_000;
const tiny = 1e-300;

const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);

/** The continued fraction of the incomplete beta function, by the modified method of Lentz. */
function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < mostTerms; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < enough) break;
  }
  return value;
}

/**
 * P(B ≤ x) for a beta variable with parameters a, b > 0: the regularised incomplete beta function.
 * Reference: Press et al., Numerical Recipes, 3rd ed., §6.4.
 * @throws RangeError for parameters that are not positive.
 */
export function betaCdf(a: number, b: number, x: number): number {
  if (!(a > 0 && b > 0)) throw new RangeError(`The parameters must be positive, got ${a} and ${b}.`);
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(a, b, x)) / a : 1 - (front * fraction(b, a, 1 - x)) / b;
}

/** The x with P(B ≤ x) = share, share in [0, 1]. @throws RangeError outside. */
export const betaQuantile = (a: number, b: number, share: number): number => invert((x) => betaCdf(a, b, x), share, [0, 1]);
