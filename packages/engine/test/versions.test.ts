import { expect, test } from 'vitest';
import { releaseDue } from '../src/items/release.ts';
import { reviseItem } from '../src/items/revise.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { compareVersions, type FirstLook } from '../src/versions/compare.ts';
import { wordDistance } from '../src/versions/distance.ts';
import { reportVersions } from '../src/versions/report.ts';
import { bootstrapMean, differenceOfMeans, differenceOfShares, wilson } from '../src/versions/statistics.ts';
import { at, instant, review, submit } from './acts.ts';

const { db } = await useTestDatabase();

test('each model is told by the first look of people at what it wrote', async () => {
  const { owner, service, person, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts', { undoSeconds: 0 });
  const ann = await person('Ann');
  const look = async (key: string, model: string, verdict: 'approve' | 'edit' | 'reject' | 'return', seconds: number) => {
    const { id } = await submit(service, 'texts', key, { model, metadata: { prompt: 'p1' } });
    await review(at(ann, seconds), id, verdict, { activeSeconds: 20, ...(verdict === 'edit' && { output: { text: `answer of ${key}` } }) });
    return id;
  };
  await look('a', 'one', 'approve', 1);
  await look('b', 'one', 'edit', 2);
  const returned = await look('c', 'one', 'return', 3);
  await releaseDue(db, { at: instant(4) });
  // Another model answers: its text is no first draft, and the return stays with the model that caused it.
  await reviseItem({ ctx: at(service, 5), itemId: returned, input: { output: { text: 'x' }, model: 'two' } });
  await review(at(ann, 6), returned, 'approve');
  await look('d', 'two', 'reject', 7);
  const report = await reportVersions({ ctx: owner, checkpoint: 'texts' });
  expect(report).toMatchObject({
    items: 4,
    isWhole: true,
    versions: [
      { model: 'one', prompt: 'p1', items: 3, edited: { count: 1 }, rejected: { count: 0 }, returned: { count: 1 }, seconds: { mean: 20 } },
      { model: 'two', prompt: 'p1', items: 1, rejected: { count: 1, rate: 1 }, firstAt: instant(7).toISOString() },
    ],
    comparisons: [{ before: 0, after: 1, kinds: 1 }],
  });
  expect(report.versions[0]?.distance?.mean).toBeGreaterThan(0);
});

test('[P2] another workspace has none of it', async () => {
  const { service, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts');
  await submit(service, 'texts', 'a', { model: 'one' });
  const { owner: stranger } = await makeWorkspace(db);
  await expect(reportVersions({ ctx: stranger, checkpoint: 'texts' })).rejects.toMatchObject({ code: 'not_found' });
});

test('intervals agree with published ones', () => {
  // Newcombe 1998, table 1, method 3: 81 of 263, and 0 of 20.
  expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4);
  expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 20).high).toBeCloseTo(0.1611, 4);
  // Newcombe 1998, method 10: 56/70 against 48/80 is 0.2, from 0.0524 to 0.3339.
  const one = differenceOfShares([{ before: { count: 48, of: 80 }, after: { count: 56, of: 70 } }]);
  expect(one.difference).toBeCloseTo(0.2, 4);
  expect(one.low).toBeCloseTo(0.0524, 4);
  expect(one.high).toBeCloseTo(0.3339, 4);
});

test('the same numbers give the same interval, which holds the mean', () => {
  const values = [3, 9, 4, 4, 12, 7, 5];
  expect(bootstrapMean(values)).toEqual(bootstrapMean(values));
  const { mean, low, high } = bootstrapMean(values);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
  expect(differenceOfMeans([{ before: [1, 1], after: [3, 3] }])).toEqual({ difference: 2, low: 2, high: 2 });
});

test('a version that got the easy items is not praised for them', () => {
  const look = (model: string, category: string, verdict: FirstLook['verdict'], n: number): FirstLook => ({
    ...{ model, prompt: null, verdict, at: new Date(n * 1000), severity: 'medium', category, length: 10, distance: null, seconds: null },
  });
  // Hard ones are edited half of the time, easy ones never; the new version is as good, and got mostly easy ones.
  const of = (model: string, category: string, count: number, from: number) =>
    Array.from({ length: count }, (_, n) => look(model, category, category === 'hard' && n % 2 === 0 ? 'edit' : 'approve', from + n));
  const looks = [...of('old', 'hard', 80, 0), ...of('old', 'easy', 20, 100), ...of('new', 'hard', 20, 200), ...of('new', 'easy', 80, 300)];
  const { versions, comparisons } = compareVersions(looks);
  expect(versions.map(({ edited }) => edited.rate)).toEqual([0.4, 0.1]);
  expect(comparisons[0]).toMatchObject({ kinds: 2, items: { before: 100, after: 100 }, edited: { difference: 0 } });
  expect(compareVersions([...of('old', 'hard', 5, 0), ...of('new', 'easy', 5, 10)]).comparisons).toEqual([]);
});

test('distance is the share of words that were changed', () => {
  expect(wordDistance('a red chair', 'a red chair')).toBe(0);
  expect(wordDistance('a', 'b')).toBeCloseTo(1 / 3);
  expect(wordDistance({ text: 'x' }, { text: 'x' })).toBe(0);
});
