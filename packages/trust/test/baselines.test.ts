import { expect, test } from 'vitest';
import { approvalStreak } from '../src/baselines/approval-streak.ts';
import { bestThreshold } from '../src/baselines/best-threshold.ts';
import { dailyRefit } from '../src/baselines/daily-refit.ts';
import { fixedThreshold } from '../src/baselines/fixed-threshold.ts';
import { binomialTail, oneLook } from '../src/baselines/one-look.ts';
import type { PastItem } from '../src/index.ts';

const item = (score: number | null, isBad = false, coin = 0.5): PastItem => ({ score, coin, isBad });

test('a fixed threshold releases what reaches it, and nothing without a confidence', () => {
  const items = [item(0.9), item(0.95, true), item(0.5), item(null)];
  expect(fixedThreshold(items, { threshold: 0.9 })).toEqual({ released: 2, releasedBad: 1, reviewed: 2 });
});

test('a streak of approvals releases until an audit finds a bad one', () => {
  const items = [item(1), item(1), item(1), item(1, true), item(1, true, 0.05), item(1), item(1), item(1)];
  // Two clean, then two released (one of them bad), the audit finds a bad one, two clean again, one released.
  expect(approvalStreak(items, { streak: 2, audit: 0.1 })).toEqual({ released: 3, releasedBad: 1, reviewed: 5 });
});

test('a daily fit takes the lowest threshold that looks right so far', () => {
  const day = [item(0.9), item(0.8), item(0.7, true), item(0.6, true)];
  const next = [item(0.85, true), item(0.8), item(0.75), item(0.65)];
  // Above 0.8 nothing was bad on the first day: 0.85 and 0.8 leave on the second.
  expect(dailyRefit([...day, ...next], { limit: 0.05, day: 4, audit: 0.1 })).toEqual({ released: 2, releasedBad: 1, reviewed: 6 });
});

test('audits of a daily fit count for what they stand for', () => {
  const first = Array.from({ length: 10 }, () => item(1));
  const audited = [item(1, true, 0.05), ...Array.from({ length: 9 }, () => item(1))];
  // One bad audit at 10 % stands for ten: 10 of 20 is above the limit, so nothing leaves on the third day.
  const { released } = dailyRefit([...first, ...audited, ...first], { limit: 0.4, day: 10, audit: 0.1 });
  expect(released).toBe(9);
});

test('the binomial tail is that of scipy (stats.binom.cdf, scipy 1.17.1)', () => {
  expect(binomialTail(3, 100, 0.05)).toBeCloseTo(0.2578386591160152, 10);
  expect(binomialTail(0, 58, 0.05)).toBeCloseTo(0.95 ** 58, 10);
  expect(binomialTail(5, 5, 0.05)).toBe(1);
});

test('one look keeps the largest region that passes, and releases nothing before it', () => {
  const items = Array.from({ length: 2000 }, (_, at) => {
    const score = ((at * 7919) % 1000) / 1000;
    return item(score, score < 0.5);
  });
  const { released, releasedBad, threshold } = oneLook(items, { limit: 0.05, risk: 0.05, labels: 1000, audit: 0.1 });
  expect(threshold).toBeCloseTo(0.5, 1);
  expect(released).toBeGreaterThan(480);
  expect(releasedBad).toBeLessThan(0.05 * released);
  expect(oneLook(items.slice(0, 999), { limit: 0.05, risk: 0.05, labels: 1000, audit: 0.1 }).released).toBe(0);
});

test('the best threshold is the lowest that keeps the promise, ties together', () => {
  const items = [item(0.9), item(0.8, true), item(0.7), item(0.7, true), item(0.6), item(null, true)];
  expect(bestThreshold(items, { limit: 0.4, promise: 'released' })).toMatchObject({ released: 5, releasedBad: 2, threshold: 0.6 });
  expect(bestThreshold(items, { limit: 0.34, promise: 'released' })).toMatchObject({ released: 1, releasedBad: 0, threshold: 0.9 });
  expect(bestThreshold(items, { limit: 0.34, promise: 'all' })).toMatchObject({ released: 5, share: 5 / 6 });
  expect(bestThreshold([item(0.5, true)], { limit: 0.1, promise: 'released' })).toMatchObject({ released: 0, threshold: null });
});
