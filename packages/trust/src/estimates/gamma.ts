import { logGamma } from './log-gamma.ts';
import { invert } from './quantile.ts';

const enough = 1e-16;
const mostTerms = 100_000;
const tiny = 1e-300;

/** The power series, which converges fast left of the mode. */
function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; n < mostTerms && term > sum * enough; n += 1) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum * Math.exp(shape * Math.log(x) - x - logGamma(shape));
}

/** The continued fraction of the upper tail, by the modified method of Lentz, which converges fast right of the mode. */
function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < mostTerms; n += 1) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (Math.abs(a * d + b) < tiny ? tiny : a * d + b);
    c = b + a / c;
    if (Math.abs(c) < tiny) c = tiny;
    value *= d * c;
    if (Math.abs(d * c - 1) < enough) break;
  }
  return value * Math.exp(shape * Math.log(x) - x - logGamma(shape));
}

/**
 * P(G ≤ x) for a gamma variable with this shape (> 0) and scale 1; with shape k/2 and x/2 the chi-squared distribution with k degrees.
 * Reference: Press et al., Numerical Recipes, 3rd ed., §6.2.
 * @throws RangeError for a shape that is not positive.
 */
export function gammaCdf(shape: number, x: number): number {
  if (!(shape > 0)) throw new RangeError(`The shape must be positive, got ${shape}.`);
  if (x <= 0) return 0;
  return x < shape + 1 ? lowerSeries(shape, x) : 1 - upperFraction(shape, x);
}

/** The x with P(G ≤ x) = share, share in [0, 1). @throws RangeError outside. */
export function gammaQuantile(shape: number, share: number): number {
  if (!(share >= 0 && share < 1)) throw new RangeError(`A share below 1 is needed, got ${share}.`);
  let high = shape + 1;
  while (gammaCdf(shape, high) < share) high *= 2;
  return invert((x) => gammaCdf(shape, x), share, [0, high]);
}
