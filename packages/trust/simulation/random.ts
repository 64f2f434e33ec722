/** Random numbers for simulations. Deterministic: the same seed gives the same numbers everywhere. */

/** Mulberry32: uniform numbers in [0, 1). */
export function uniform(seed: number): () => number {
  let a = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const normal = (next: () => number): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** Marsaglia and Tsang, ACM TOMS 2000; for a shape below 1 by the usual boost. */
function gamma(next: () => number, shape: number): number {
  if (shape < 1) return gamma(next, shape + 1) * next() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(next);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

export function beta(next: () => number, a: number, b: number): number {
  const x = gamma(next, a);
  return x / (x + gamma(next, b));
}
