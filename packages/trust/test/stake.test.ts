import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divergence, ledgerBound, logMirroredStake, logStake, newLedger, sensitivityBound, upperBound } from '../src/index.ts';

const evidence = fc.integer({ min: 0, max: 5000 }).chain((n) => fc.record({ n: fc.constant(n), x: fc.integer({ min: 0, max: n }) }));
const limit = fc.double({ min: 0.001, max: 0.5, noNaN: true });

test('96 clean checks are the first that certify 5 % at a stake of 1/(δ₁·0.55)', () => {
  const needed = Math.log(1 / (((0.05 * 6) / Math.PI ** 2) * 0.55));
  expect(logStake(110, 0, 0.05)).toBeGreaterThanOrEqual(needed);
  expect(logStake(109, 0, 0.05)).toBeLessThan(needed);
});

test('the closed form agrees with the product of single bets', () => {
  const [n, x, a] = [40, 3, 0.05];
  const direct = [0.25, 0.5, 0.9].map((k) => (1 - k) ** x * ((1 - a * (1 - k)) / (1 - a)) ** (n - x)).reduce((sum, v) => sum + v / 3, 0);
  expect(Math.exp(logStake(n, x, a))).toBeCloseTo(direct, 12);
});

test('a good label never lowers the stake, a bad one never raises it', () => {
  fc.assert(
    fc.property(evidence, limit, ({ n, x }, a) => {
      const now = logStake(n, x, a);
      expect(Number.isFinite(now)).toBe(true);
      expect(logStake(n + 1, x, a)).toBeGreaterThanOrEqual(now);
      expect(logStake(n + 1, x + 1, a)).toBeLessThanOrEqual(now);
    }),
  );
});

test('at an error rate of exactly the limit the bet is fair: no step raises the stake on average', () => {
  fc.assert(
    fc.property(evidence, limit, ({ n, x }, a) => {
      const now = logStake(n, x, a);
      const mean = (1 - a) * Math.exp(logStake(n + 1, x, a) - now) + a * Math.exp(logStake(n + 1, x + 1, a) - now);
      expect(mean).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});

test('the stake grows with the limit', () => {
  fc.assert(
    fc.property(evidence, limit, limit, ({ n, x }, a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      expect(logStake(n, x, high)).toBeGreaterThanOrEqual(logStake(n, x, low) - 1e-9);
    }),
  );
});

test('the upper bound lies above the observed rate and falls with the risk allowed', () => {
  fc.assert(
    fc.property(evidence, ({ n, x }) => {
      const strict = upperBound(n, x, 0.01);
      const loose = upperBound(n, x, 0.1);
      expect(loose).toBeLessThanOrEqual(strict);
      if (n > 0) expect(loose).toBeGreaterThanOrEqual(x / n);
    }),
    { numRuns: 50 },
  );
});

test('20, 40, 60 and 100 seeds without a miss show that reviewers catch 0.74, 0.86, 0.90 and 0.94', () => {
  const bounds = [20, 40, 60, 100].map((seeds) => Number(sensitivityBound(seeds, 0, 0.01).toFixed(2)));
  expect(bounds).toEqual([0.74, 0.86, 0.9, 0.94]);
});

test('15 bad of 100 at a limit of 5 % are a mirrored stake of about 275', () => {
  expect(Math.exp(logMirroredStake(100, 15, 0.05))).toBeCloseTo((9.219391116 + 330.793366318 + 486.4546001901) / 3, 4);
});

test('the ledger says 42 with 10 % audits and nothing found, 19 with 20 %, 87 with 5 %', () => {
  const bounds = [0.1, 0.2, 0.05].map((auditFloor) => ledgerBound({ ...newLedger(), released: 1e6 }, { delta: 0.05, auditFloor }));
  expect(bounds).toEqual([42, 19, 87]);
});

test('the divergence of a rate from itself is 0', () => {
  expect(divergence(0.3, 0.3)).toBeCloseTo(0, 15);
  expect(divergence(0, 0.05)).toBeCloseTo(-Math.log(0.95), 15);
});
