import { expect, test } from 'vitest';
import { chanceOfFewMisses } from '../src/context.ts';
import { hasTurned } from '../src/evidence.ts';
import { type Cell, doubt, fitPrior, precisionOf, without } from '../src/prior.ts';
import { chance } from './planted.ts';

/** Candidates of a given precision, each seen a few times; what the best of them seem to be and what they are. */
const population = (count: number, precision: number, seed: number): Cell[] => {
  const random = chance(seed);
  return Array.from({ length: count }, () => {
    const seen = 1 + Math.floor(random() * 8);
    const hits = Array.from({ length: seen }, () => random() < precision).filter(Boolean).length;
    return { hits, misses: seen - hits, weight: 1 };
  });
};

test('among thousands that are right half of the time, six in a row mean little', () => {
  const cells = population(3000, 0.5, 1);
  expect(cells.some(({ hits, misses }) => hits >= 6 && misses === 0)).toBe(true);
  const fit = fitPrior(cells, doubt, 40);
  const seen = precisionOf(without(fit, [{ hits: 6, misses: 0, weight: 1 }], doubt), 6, 0);
  expect(seen.expected).toBeGreaterThan(0.45);
  expect(seen.expected).toBeLessThan(0.65);
});

test('among candidates that are mostly right or mostly wrong, six in a row mean much', () => {
  const fit = fitPrior([...population(300, 0.05, 2), ...population(60, 0.99, 3)], doubt, 40);
  const { expected, bound } = precisionOf(without(fit, [{ hits: 6, misses: 0, weight: 1 }], doubt), 6, 0);
  expect(expected).toBeGreaterThan(0.95);
  expect(bound).toBeGreaterThan(0.8);
});

test('the bound keeps its promise on new cases: of those it speaks for, 95 % are as right as it says', () => {
  const random = chance(11);
  const truths = Array.from({ length: 4000 }, () => (random() < 0.8 ? random() * 0.5 : 0.9 + random() * 0.1));
  const seen = truths.map((truth) => {
    const count = 1 + Math.floor(random() * 30);
    const hits = Array.from({ length: count }, () => random() < truth).filter(Boolean).length;
    return { truth, hits, misses: count - hits, weight: 1 };
  });
  const { prior } = fitPrior(seen, doubt, 40);
  const spoken = seen.map((one) => ({ ...one, ...precisionOf(prior, one.hits, one.misses) })).filter(({ bound }) => bound >= 0.8);
  const kept = spoken.filter(({ truth, bound }) => truth >= bound).length;
  expect(spoken.length).toBeGreaterThan(300);
  expect(kept / spoken.length).toBeGreaterThan(0.93);
});

test("the exact test of a context is Fisher's", () => {
  // All 5 hits of 7 cases with 2 misses lie in a part of 5: 1 of C(7, 2) = 21 draws.
  expect(chanceOfFewMisses({ hits: 5, misses: 0 }, { hits: 5, misses: 2 })).toBeCloseTo(1 / 21, 10);
  expect(chanceOfFewMisses({ hits: 4, misses: 1 }, { hits: 5, misses: 2 })).toBeCloseTo(11 / 21, 10);
  expect(chanceOfFewMisses({ hits: 9, misses: 0 }, { hits: 9, misses: 0 })).toBe(1);
});

test('two misses in a row end a sure rule, one does not', () => {
  expect(hasTurned({ recent: 0b1 }, 0.99)).toBe(false);
  expect(hasTurned({ recent: 0b11 }, 0.99)).toBe(true);
  expect(hasTurned({ recent: 0b11 }, 0.92)).toBe(false);
  expect(hasTurned({ recent: 0b1111 }, 0.92)).toBe(true);
  expect(hasTurned({ recent: 0b1000000001 }, 0.97)).toBe(false);
});
