import { beta, normal, uniform } from './random.ts';

/** An item with what nobody knows in reality: whether it is bad. */
export interface Simulated {
  score: number;
  isBad: boolean;
}

/** How a stream's confidence relates to the truth. */
export type Confidence = 'info' | 'noisy' | 'cwrong' | 'uninf';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/**
 * Items whose latent error probability is Beta(2m, 2(1−m)) with base error m, and a confidence that is calibrated (info), blurred (noisy,
 * logit noise of 2), sure about 30 % of the bad ones (cwrong), or says nothing (uninf).
 */
export function stream(seed: number, { base, confidence }: { base: number; confidence: Confidence }): () => Simulated {
  const next = uniform(seed);
  return () => {
    const p = Math.min(1 - 1e-9, Math.max(1e-9, beta(next, 2 * base, 2 * (1 - base))));
    const isBad = next() < p;
    if (confidence === 'info') return { score: 1 - p, isBad };
    if (confidence === 'noisy') return { score: sigmoid(Math.log((1 - p) / p) + 2 * normal(next)), isBad };
    if (confidence === 'uninf') return { score: next(), isBad };
    return { score: isBad && next() < 0.3 ? 0.985 + 0.015 * next() : 1 - p, isBad };
  };
}

/** Items without a score, of a rate that may change with their number. */
export function flatStream(seed: number, rate: (t: number) => number): () => Simulated {
  const next = uniform(seed);
  let t = 0;
  return () => {
    const isBad = next() < rate(t);
    t += 1;
    return { score: 0, isBad };
  };
}
