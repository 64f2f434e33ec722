import type { Candidate } from './candidate.ts';
import { covers } from './rule.ts';

interface Counts {
  hits: number;
  misses: number;
}

/** ln of n! for whole n, exact enough for counts. */
const lnFactorial = (n: number): number => {
  let sum = 0;
  for (let i = 2; i <= n; i += 1) sum += Math.log(i);
  return sum;
};
const lnChoose = (n: number, k: number): number => lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);

/** How likely a part of all outcomes, drawn by chance, has as few misses as this one (R. A. Fisher's exact test, one-sided). */
export const chanceOfFewMisses = (part: Counts, all: Counts): number => {
  const total = Math.round(all.hits + all.misses);
  const misses = Math.min(total, Math.round(all.misses));
  const drawn = Math.min(total, Math.round(part.hits + part.misses));
  const whole = lnChoose(total, drawn);
  let chance = 0;
  for (let x = Math.max(0, drawn - (total - misses)); x <= Math.min(Math.round(part.misses), drawn, misses); x += 1)
    chance += Math.exp(lnChoose(misses, x) + lnChoose(total - misses, drawn - x) - whole);
  return Math.min(1, chance);
};

const risk = 0.05;

/**
 * Whether a rule is better with its context than with less of it. Among many contexts of one change some look better by chance, so the
 * test is as strict as there are contexts that were tried (C. E. Bonferroni).
 */
export const earnsItsContext = (candidate: Candidate, change: readonly Candidate[]): boolean => {
  const tried = change.filter(({ hits }) => hits > 0).length;
  return change.every((wide) => {
    if (!covers(wide, candidate) || wide.hits + wide.misses === 0) return true;
    const all = { hits: Math.max(wide.hits, candidate.hits), misses: Math.max(wide.misses, candidate.misses) };
    return chanceOfFewMisses(candidate, all) * tried < risk;
  });
};
