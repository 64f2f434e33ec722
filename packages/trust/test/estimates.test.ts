import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaCdf, betaQuantile } from '../src/estimates/beta.ts';
import { gammaCdf, gammaQuantile } from '../src/estimates/gamma.ts';
import { logGamma } from '../src/estimates/log-gamma.ts';
import { normalQuantile } from '../src/estimates/normal.ts';
import { estimateBadReleased, estimateReleasedTotal, shareInterval } from '../src/index.ts';
import { makeRandom } from './random-numbers.ts';

/** All reference values: scipy 1.17.1, special.gammaln and stats.gamma, beta, norm, chi2, binomtest. */
const near = (value: number, reference: number) =>
  expect(Math.abs(value - reference)).toBeLessThan(1e-10 * Math.max(1, Math.abs(reference)));

test('ln Γ is that of scipy', () => {
  near(logGamma(0.1), 2.252712651734206);
  near(logGamma(0.5), 0.5723649429247);
  near(logGamma(1), 0);
  near(logGamma(3.7), 1.428072326665388);
  near(logGamma(100), 359.1342053695754);
  near(logGamma(1e5), 1051287.7089736569);
  expect(() => logGamma(0)).toThrow(RangeError);
});

test('the gamma distribution and its quantiles are those of scipy', () => {
  near(gammaCdf(0.5, 0.2), 0.47291074313446196);
  near(gammaCdf(3, 2), 0.32332358381693654);
  near(gammaCdf(3, 10), 0.9972306042844884);
  near(gammaCdf(50, 40), 0.07033506665939494);
  near(gammaCdf(1000, 1050), 0.9413288886226819);
  near(gammaQuantile(0.5, 0.025), 0.0004910345585876278);
  near(gammaQuantile(7, 0.025), 2.8143630515198654);
  near(gammaQuantile(8, 0.975), 14.422675361702376);
  near(gammaQuantile(1000, 0.975), 1062.9211512248878);
});

test('the beta distribution and its quantiles are those of scipy', () => {
  near(betaCdf(0.5, 0.5, 0.3), 0.36901011956554536);
  near(betaCdf(2, 8, 0.1), 0.225159022);
  near(betaCdf(300, 20, 0.95), 0.8211940072460824);
  near(betaQuantile(1, 20, 0.975), 0.1684334709830853);
  near(betaQuantile(4, 57, 0.025), 0.018461777575881508);
  near(betaQuantile(5, 56, 0.975), 0.1619867551977289);
  near(betaQuantile(900, 100, 0.5), 0.9002666602354834);
});

test('the normal quantiles are those of scipy', () => {
  near(normalQuantile(0.001), -3.090232306167813);
  near(normalQuantile(0.025), -1.9599639845400545);
  near(normalQuantile(0.5), 0);
  near(normalQuantile(0.975), 1.959963984540054);
});

test('the exact interval of a share is that of scipy', () => {
  const { low, high } = shareInterval({ hits: 27, of: 245, confidence: 0.95 });
  near(low, 0.07389301013115608);
  near(high, 0.156280625236331);
  expect(shareInterval({ hits: 0, of: 0, confidence: 0.95 })).toEqual({ low: 0, high: 1 });
  expect(() => shareInterval({ hits: 3, of: 2, confidence: 0.95 })).toThrow('Need 0 ≤ hits ≤ of');
});

test('7 bad among 10 % audits stand for 63 released, between 21 and 137; none still leaves up to 37 open', () => {
  const seven = estimateBadReleased(Array(7).fill({ audit: 0.1, loss: 1 }), { released: 6120, auditFloor: 0.1 }).bad;
  near(seven.estimate, 63);
  near(seven.low, 21.143630515198655);
  near(seven.high, 137.22675361702377);
  const none = estimateBadReleased([{ audit: 0.1, loss: 0 }], { released: 6120, auditFloor: 0.1 }).bad;
  near(none.high, 36.888794541139355);
  expect(none).toMatchObject({ estimate: 0, low: 0 });
});

test('audits while the share thins out count by their own probability', () => {
  const audits = [1, 0.5, 0.25, 0.1, 0.1].map((audit) => ({ audit, loss: 1 }));
  const { bad, errorRate } = estimateBadReleased(audits, { released: 1000, auditFloor: 0.1 });
  near(bad.estimate, 22);
  near(bad.low, 1.14993623749813);
  near(bad.high, 74.49727451655268);
  near(errorRate?.estimate as number, 0.022);
});

test('the estimate never leaves what is possible, and nothing released has no error rate', () => {
  const audited = fc.record({ audit: fc.double({ min: 0.05, max: 1, noNaN: true }), loss: fc.constantFrom(0, 0.5, 1) });
  fc.assert(
    fc.property(fc.array(audited), fc.nat(200), (audits, released) => {
      const { bad, errorRate } = estimateBadReleased(audits, { released, auditFloor: 0.05 });
      expect(bad.low).toBeGreaterThanOrEqual(0);
      expect(bad.high).toBeLessThanOrEqual(released);
      expect(bad.low).toBeLessThanOrEqual(bad.estimate);
      expect(bad.estimate).toBeLessThanOrEqual(bad.high);
      expect(errorRate === null).toBe(released === 0);
    }),
  );
  expect(() => estimateBadReleased([{ audit: 0, loss: 1 }], { released: 1, auditFloor: 0.1 })).toThrow('probability of an audit');
});

test('the intervals hold what they promise: the true number lies inside in at least 95 % of 1,000 streams', () => {
  const random = makeRandom(5);
  const streams = 1000;
  let [inside, mean] = [0, 0];
  for (let stream = 0; stream < streams; stream += 1) {
    const audits: { audit: number; loss: number }[] = [];
    let [released, bad] = [0, 0];
    for (let t = 0; t < 1500; t += 1) {
      const audit = Math.max(0.1, 100 / (100 + t));
      const loss = random() < 0.03 ? 1 : 0;
      if (random() <= audit) audits.push({ audit, loss });
      else {
        released += 1;
        bad += loss;
      }
    }
    const found = estimateBadReleased(audits, { released, auditFloor: 0.1 }).bad;
    if (found.low <= bad && bad <= found.high) inside += 1;
    mean += (found.estimate - bad) / streams;
  }
  expect(inside / streams).toBeGreaterThan(0.94);
  expect(Math.abs(mean)).toBeLessThan(2);
});

test('what reviewing the released items would have taken is estimated from the audited ones', () => {
  const audits = Array.from({ length: 400 }, (_, i) => ({ audit: 0.1, value: 20 + (i % 20) }));
  const { estimate, low, high } = estimateReleasedTotal(audits);
  near(estimate, 400 * 29.5 * 9);
  // ± 1.96 · sqrt(Σ v² · 0.9 / 0.01)
  near(high - estimate, 1.959963984540054 * Math.sqrt(audits.reduce((sum, { value }) => sum + value ** 2 * 90, 0)));
  near(estimate - low, high - estimate);
});
