/** Lanczos coefficients for g = 7, n = 9 (Godfrey 2001), good to 15 digits. */
const coefficients = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905, -0.13857109526572012,
  9.984369578019572e-6, 1.5056327351493116e-7,
] as const;

/**
 * ln Γ(x) for x > 0. Reference: C. Lanczos, A precision approximation of the gamma function, SIAM J. Numer. Anal. B 1 (1964).
 * @throws RangeError for x ≤ 0.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`ln Γ needs a positive number, got ${x}.`);
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const base = shifted + 7.5;
  const series = coefficients.reduce((sum, coefficient, i) => sum + coefficient / (shifted + i + 1), 0.9999999999998099);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}
