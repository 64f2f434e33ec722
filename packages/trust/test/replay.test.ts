import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HistoryItem, playHistory, Replay, type ReplayOptions, shuffled } from '../src/index.ts';
import { makeRandom } from './random-numbers.ts';

/** A stream whose confidence is the truth about its own error probability (p ~ Beta(¼, ¼·(1/mean − 1)) by powers). */
function stream(items: number, seed: number, { worse = (_: number) => 1 }: { worse?: (at: number) => number } = {}): HistoryItem[] {
  const random = makeRandom(seed);
  return Array.from({ length: items }, (_, at) => {
    const p = random() ** 9;
    return {
      id: `i${at}`,
      coin: random(),
      traits: { confidence: 1 - p, output: `a${Math.floor(random() * 9)} b` },
      isBad: random() < Math.min(1, p * worse(at)),
    };
  });
}

const actions = (items: readonly HistoryItem[], options: ReplayOptions) => {
  const replay = new Replay(options);
  return items.map((item) => replay.take(item).choice.action);
};

test('[A1] the labels of later items never change what was decided before', () => {
  const items = stream(1500, 1);
  fc.assert(
    fc.property(fc.nat(1499), fc.constantFrom('confidence', 'learned'), fc.integer(), (cut, score, seed) => {
      const later = shuffled(items.slice(cut), seed).map(({ isBad }) => isBad);
      const changed = items.map((item, at) => (at < cut ? item : { ...item, isBad: later[at - cut] as boolean }));
      const options = { score, lessons: 100 } as const;
      // The item at the cut itself is decided before its label is known.
      expect(actions(changed, options).slice(0, cut + 1)).toEqual(actions(items, options).slice(0, cut + 1));
    }),
    { numRuns: 12 },
  );
});

test('[A1] the label of an item that was released is never used', () => {
  const items = stream(3000, 2);
  const done = actions(items, {});
  const flipped = items.map((item, at) => (done[at] === 'release' ? { ...item, isBad: !item.isBad } : item));
  expect(done.filter((action) => action === 'release').length).toBeGreaterThan(500);
  expect(actions(flipped, {})).toEqual(done);
});

test('the same history gives the same answer, and counts add up', () => {
  const items = stream(4000, 3);
  const [one, again] = [playHistory(items), playHistory(items)];
  expect(again.answer).toEqual(one.answer);
  const { answer, stretches } = one;
  expect(answer.reviewed + answer.audited + answer.released).toBe(4000);
  expect(answer.releasedBad).toBeLessThanOrEqual(answer.ledgerBound);
  for (const part of ['reviewed', 'audited', 'released', 'releasedBad'] as const)
    expect(stretches.reduce((sum, stretch) => sum + stretch[part], 0)).toBe(answer[part]);
  expect(stretches.at(-1)?.to).toBe(4000);
});

test('[A5] a break in quality is revoked, and its audits are counted from the level or from the change', () => {
  const items = stream(6000, 4, { worse: (at) => (at < 4000 ? 1 : 40) });
  const { answer } = playHistory(items, { changedAt: 4001 });
  const [first] = answer.revocations;
  expect(first?.at).toBeGreaterThan(4000);
  expect(first?.auditedSince).toBeLessThan(40);
  const fromLevel = playHistory(items).answer.revocations[0];
  expect(fromLevel?.at).toBe(first?.at);
  expect(fromLevel?.auditedSince).toBeGreaterThan(first?.auditedSince as number);
});

test('[A5] after a revocation the order that learned in the shadow has to prove itself anew', () => {
  for (const seed of [11, 12, 13]) {
    const items = stream(6000, seed).map((item, at) => (at < 3000 ? item : { ...item, isBad: true }));
    const { turns, answer } = playHistory(items, { score: 'learned', changedAt: 3001 });
    const red = turns.findIndex(({ turn, at }) => turn === 'red' && at > 3000);
    expect(red).toBeGreaterThan(0);
    expect(turns.slice(red + 1)).toEqual([]);
    expect(turns[red]?.to).toBe(-1);
    expect(answer).toMatchObject({ certified: null, reachable: false });
  }
});

test('[A2] a limit that no region keeps is proved unreachable; one that the error rate sits on stays undecided', () => {
  const random = makeRandom(6);
  const at = (rate: number) =>
    Array.from(
      { length: 3000 },
      (_, i): HistoryItem => ({ id: `${i}`, coin: random(), traits: { confidence: random() }, isBad: random() < rate }),
    );
  expect(playHistory(at(0.3)).answer).toMatchObject({ released: 0, certified: null, reachable: false });
  expect(playHistory(at(0.05)).answer.reachable).toBe('undecided');
  expect(playHistory([]).answer).toMatchObject({ items: 0, certified: null, reachable: 'undecided', ledgerBound: 0 });
});

test('released and wrong among all items is the weaker promise: it releases more', () => {
  const random = makeRandom(7);
  const items = Array.from({ length: 5000 }, (_, i): HistoryItem => {
    const confidence = random();
    return { id: `${i}`, coin: random(), traits: { confidence }, isBad: random() < 0.3 * (1 - confidence) + 0.02 };
  });
  const [released, all] = (['released', 'all'] as const).map((promise) => playHistory(items, { promise }).answer);
  expect(all?.released).toBeGreaterThan(2 * (released?.released as number));
  expect(all?.releasedBad).toBeLessThan(0.05 * 5000);
});

test('a shuffle is a permutation that the seed alone decides', () => {
  const numbers = Array.from({ length: 500 }, (_, i) => i);
  const mixed = shuffled(numbers, 1);
  expect(mixed).not.toEqual(numbers);
  expect([...mixed].sort((a, b) => a - b)).toEqual(numbers);
  expect(shuffled(numbers, 1)).toEqual(mixed);
  expect(shuffled(numbers, 2)).not.toEqual(mixed);
});
