import { expect, test } from 'vitest';
import {
  afterJump,
  falseAlarmsOfOthers,
  falseCertificates,
  healthyTurns,
  labelsToFirst,
  ledgerBroken,
  poisons,
  shareOfOracle,
  unsafeUnderReviewers,
} from '../simulation/gates.ts';
import { mean, quantile } from '../simulation/play.ts';

/** Three standard errors above a probability, for a number of runs. */
const atMost = (p: number, runs: number) => p + 3 * Math.sqrt((p * (1 - p)) / runs);

test('[A1] G1: streams at exactly the limit are certified in at most 5 of 100 runs, looked at after every item', {
  timeout: 300_000,
}, () => {
  const stakes = falseAlarmsOfOthers({ runs: 2_000, items: 3_000, limit: 0.05 });
  expect(stakes.stake).toBeLessThanOrEqual(atMost(0.05, 2_000));
  // The gate can tell: other ways of looking break the promise on the same streams.
  expect(stakes.naive).toBeGreaterThan(0.5);
  expect(stakes.daily).toBeGreaterThan(atMost(0.05, 2_000));
  expect(falseCertificates({ runs: 150, items: 2_000, limit: 0.05, hasScore: true })).toBeLessThanOrEqual(atMost(0.05, 150));
});

test('G2: releases at least 0.60 of what the oracle would at 5 %, and 0.40 at 1 %; no region in force is unsafe', {
  timeout: 300_000,
}, () => {
  const settings = [
    { base: 0.02, confidence: 'info', limit: 0.05 },
    { base: 0.1, confidence: 'info', limit: 0.05 },
    { base: 0.05, confidence: 'noisy', limit: 0.05 },
    { base: 0.1, confidence: 'noisy', limit: 0.05 },
  ] as const;
  const at5 = settings.map((setting) => shareOfOracle({ runs: 4, ...setting }));
  expect(mean(at5.map(({ ofOracle }) => ofOracle))).toBeGreaterThanOrEqual(0.6);
  const at1 = [0.02, 0.05].map((base) => shareOfOracle({ runs: 4, base, confidence: 'info', limit: 0.01 }));
  expect(mean(at1.map(({ ofOracle }) => ofOracle))).toBeGreaterThanOrEqual(0.4);
  expect(mean([...at5, ...at1].map(({ unsafe }) => unsafe))).toBeLessThanOrEqual(0.05);
});

test('[A2] G3: the first certificate comes after at most 100 error-free labels, and a median of at most 480 at half the limit', () => {
  const [clean] = labelsToFirst({ runs: 1, rate: 0, limit: 0.05, items: 500 });
  expect(clean).toBeLessThanOrEqual(100);
  expect(quantile(labelsToFirst({ runs: 150, rate: 0.025, limit: 0.05, items: 4_000 }), 0.5)).toBeLessThanOrEqual(480);
});

test('[A5] G4: after a jump to six times the limit the certificate is void after a median of 80 items, with 30 bad ones out', {
  timeout: 300_000,
}, () => {
  const jump = afterJump({ runs: 60, times: 6, limit: 0.05, auditFloor: 0.1, items: 2_000 });
  expect(jump.runs).toBeGreaterThan(50);
  expect(jump.median).toBeLessThanOrEqual(90);
  expect(jump.p90).toBeLessThanOrEqual(220);
  expect(jump.bad).toBeLessThanOrEqual(30);
});

test('G5: a healthy stream loses its certificate at most 0.1 times in 5,000 items', { timeout: 300_000 }, () => {
  expect(healthyTurns({ runs: 40, limit: 0.05 }).reds).toBeLessThanOrEqual(0.1);
});

test('G6: the ledger bounds the bad items that are out, whatever the items are', () => {
  const broken = Object.values(poisons).map((poison) => ledgerBroken({ runs: 300, items: 2_000, audit: 0.1, poison }));
  for (const share of broken) expect(share).toBeLessThanOrEqual(atMost(0.05, 300));
});

test('[A6] G7: with seeds, reviewers who overlook 30 % of the errors certify nothing that is unsafe; believed, they do', {
  timeout: 300_000,
}, () => {
  const setting = { runs: 40, items: 3_000, rate: 0.055, limit: 0.05 };
  const reviewing = { catches: 0.7, seedShare: 0.03 };
  expect(unsafeUnderReviewers({ ...setting, reviewing, isMeasured: true })).toBeLessThanOrEqual(atMost(0.05, setting.runs));
  expect(unsafeUnderReviewers({ ...setting, reviewing: { catches: 0.7 }, isMeasured: false })).toBeGreaterThan(0.5);
});
