import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normal, uniform } from '../simulation/random.ts';
import { badRateAt, calibrate, type Example, fitScore, type LearnedScore, scoreOf, type Traits } from '../src/index.ts';
import { backward, decompose, forward } from '../src/score/cholesky.ts';
import { fitLogistic, linear, sigmoid } from '../src/score/logistic.ts';
import { bucketOf, words } from '../src/score/words.ts';

const order = { kind: 'order' } as const;

/** Descriptions whose errors hang on length, a word and a category, while the confidence says little. */
function example(next: () => number): Example {
  const isLong = next() < 0.5;
  const category = next() < 0.5 ? 'shoes' : 'lamps';
  const hasClaim = next() < 0.3;
  const z = -3.5 + (isLong ? 1.5 : 0) + (category === 'lamps' ? 1 : 0) + (hasClaim ? 2.5 : 0);
  const output = `A ${hasClaim ? 'guaranteed' : 'handsome'} ${category} piece. ${'More words follow here. '.repeat(isLong ? 8 : 1)}`;
  const loss = next() < sigmoid(z) ? 1 : 0;
  return { traits: { confidence: sigmoid(2 - 0.2 * z + normal(next)), output, input: `${category} piece`, category, model: 'm1' }, loss };
}

const examples = (seed: number, count: number) => {
  const next = uniform(seed);
  return Array.from({ length: count }, () => example(next));
};

/** The chance that a good item has a higher score than a bad one. */
function rankQuality(of: (traits: Traits) => number | null, all: readonly Example[]): number {
  const scored = all.map(({ traits, loss }) => ({ score: of(traits) as number, loss }));
  const [good, bad] = [scored.filter(({ loss }) => loss === 0), scored.filter(({ loss }) => loss === 1)];
  const wins = good.flatMap((g) => bad.map((b): number => (g.score > b.score ? 1 : g.score === b.score ? 0.5 : 0)));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

test('[O3] the default order puts error-level flags before other flags, and flags before confidence', () => {
  const scores = [
    { confidence: 0.2 },
    { confidence: 0.99, flags: 1 },
    { confidence: 0.1, flags: 1 },
    { confidence: 0.99, flags: 7 },
    { confidence: 0.99, flags: 1, errors: 1 },
    { confidence: 0.99, flags: 2, errors: 2 },
  ].map((traits) => scoreOf(order, traits) as number);
  expect([...scores].sort((a, b) => b - a)).toEqual(scores);
});

test('without confidence and flags all items are equal; a broken confidence has no score', () => {
  expect(scoreOf(order, {})).toBe(scoreOf(order, { output: 'text', confidence: null }));
  expect(scoreOf(order, { confidence: Number.NaN })).toBeNull();
  expect(scoreOf(fitScore(examples(1, 50)), { confidence: Number.NaN })).toBeNull();
});

test('a learned order is much better than a confidence that says little, on items it has not seen', () => {
  const learned = fitScore(examples(1, 300));
  const fresh = examples(2, 600);
  const before = rankQuality((traits) => scoreOf(order, traits), fresh);
  const after = rankQuality((traits) => scoreOf(learned, traits), fresh);
  expect(after).toBeGreaterThan(before + 0.1);
  expect(after).toBeGreaterThan(0.75);
});

test('where nothing can be learned, the confidence is not spoiled', () => {
  const next = uniform(8);
  const make = (): Example => {
    const z = 3 * normal(next) - 2;
    return {
      traits: { confidence: 1 - sigmoid(z), output: `words ${Math.floor(next() * 50)} of ${Math.floor(next() * 50)}` },
      loss: next() < sigmoid(z) ? 1 : 0,
    };
  };
  const learned = fitScore(Array.from({ length: 300 }, make));
  const fresh = Array.from({ length: 600 }, make);
  const best = rankQuality((traits) => scoreOf(order, traits), fresh);
  expect(rankQuality((traits) => scoreOf(learned, traits), fresh)).toBeGreaterThan(best - 0.02);
});

test('fitting is deterministic, and a score survives JSON bit for bit', () => {
  const one = fitScore(examples(3, 120));
  expect(fitScore(examples(3, 120))).toEqual(one);
  const stored = JSON.parse(JSON.stringify(one)) as LearnedScore;
  for (const { traits } of examples(4, 50)) expect(scoreOf(stored, traits)).toBe(scoreOf(one, traits));
});

test('a score takes items with anything missing, and categories it never saw', () => {
  const learned = fitScore(examples(5, 100));
  for (const traits of [
    {},
    { output: '' },
    { category: 'tents', model: 'm9' },
    { confidence: 1 },
    { confidence: 0, numbers: { extra: 4 } },
  ])
    expect(Number.isFinite(scoreOf(learned, traits))).toBe(true);
  expect(() => fitScore([])).toThrow('needs labelled items');
  expect(Number.isFinite(scoreOf(fitScore(examples(5, 30).map((one) => ({ ...one, loss: 0 }))), {}))).toBe(true);
});

test('logistic regression: the constant alone is the log-odds of the mean', () => {
  const rows = Array.from({ length: 10 }, () => ({ at: [0], value: [1] }));
  const { weights } = fitLogistic({ rows, targets: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0], penalty: [1e-12] });
  expect(weights[0]).toBeCloseTo(Math.log(0.3 / 0.7), 9);
});

test('logistic regression: at the solution the penalised gradient is zero', () => {
  const next = uniform(11);
  const rows = Array.from({ length: 80 }, () => ({ at: [0, 1, 2], value: [1, normal(next), normal(next)] }));
  const targets = rows.map(({ value }) => (next() < sigmoid(0.5 + 2 * (value[1] as number)) ? 1 : 0));
  const penalty = [0.01, 0.5, 2];
  const { weights } = fitLogistic({ rows, targets, penalty });
  for (const j of [0, 1, 2]) {
    const pull = rows.reduce((sum, row, i) => sum + (row.value[j] as number) * ((targets[i] as number) - sigmoid(linear(row, weights))), 0);
    expect(pull - (penalty[j] as number) * (weights[j] as number)).toBeCloseTo(0, 6);
  }
});

test('logistic regression: the approximate leave-one-out loss is that of really leaving each one out', () => {
  const next = uniform(12);
  const rows = Array.from({ length: 40 }, () => ({ at: [0, 1], value: [1, normal(next)] }));
  const targets = rows.map(({ value }) => (next() < sigmoid(value[1] as number) ? 1 : 0));
  const penalty = [0.1, 1];
  const real = rows.map((row, i) => {
    const others = { rows: rows.filter((_, j) => j !== i), targets: targets.filter((_, j) => j !== i), penalty };
    const p = sigmoid(linear(row, fitLogistic(others).weights));
    return -Math.log(targets[i] === 1 ? p : 1 - p);
  });
  const mean = real.reduce((sum, loss) => sum + loss, 0) / real.length;
  expect(fitLogistic({ rows, targets, penalty }).leaveOneOut).toBeCloseTo(mean, 2);
});

test("Cholesky's decomposition solves the textbook system", () => {
  // 4 12 −16 / 12 37 −43 / −16 −43 98 has L = 2 / 6 1 / −8 5 3.
  const lower = decompose(Float64Array.from([4, 0, 0, 12, 37, 0, -16, -43, 98]), 3);
  expect([lower[0], lower[3], lower[4], lower[6], lower[7], lower[8]]).toEqual([2, 6, 1, -8, 5, 3]);
  const solution = backward(lower, forward(lower, Float64Array.from([4 + 24 - 48, 12 + 74 - 129, -16 - 86 + 294])));
  expect([...solution].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([1, 2, 3]);
});

test('isotonic calibration pools what is out of order', () => {
  const points = [0.9, 0.4, 0.6, 0.1].map((loss, i) => ({ score: i, loss }));
  expect(calibrate(points)).toEqual({ from: [0, 1, 3], bad: [0.9, 0.5, 0.1] });
  expect(badRateAt(calibrate(points), 2.5)).toBe(0.5);
  expect(badRateAt(calibrate(points), -7)).toBe(0.9);
});

test('calibrated rates never rise with the score, and their mean is that of the labels', () => {
  const points = fc.array(fc.record({ score: fc.integer({ min: 0, max: 20 }), loss: fc.constantFrom(0, 1) }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(points, (all) => {
      const fitted = calibrate(all);
      expect([...fitted.bad].sort((a, b) => b - a)).toEqual(fitted.bad);
      const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / all.length;
      expect(mean(all.map(({ score }) => badRateAt(fitted, score)))).toBeCloseTo(mean(all.map(({ loss }) => loss)), 9);
    }),
  );
});

test('words of any language, and the same bucket on every machine', () => {
  expect(words('Größe 42, 東京!')).toEqual(['größe', '42', '東', '京']);
  // FNV-1a of "a" is 0xe40c292c.
  expect(bucketOf('a', 2 ** 32)).toBe(0xe40c292c);
});
