import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beta, uniform } from '../simulation/random.ts';
import {
  apply,
  type Decided,
  decide,
  epochRisk,
  ledgerBound,
  logStake,
  newState,
  rebuild,
  type TrustEvent,
  type TrustOptions,
  type TrustState,
  thresholdOf,
  trustOptions,
  upperBound,
} from '../src/index.ts';

/** Streams that open, doubt, fall and rise again: rates that jump between healthy and broken. */
const history = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  rates: fc.array(fc.constantFrom(0, 0.01, 0.1, 0.4), { minLength: 1, maxLength: 4 }),
  items: fc.integer({ min: 200, max: 900 }),
  promise: fc.constantFrom('released' as const, 'all' as const),
  /** Every how many-th label comes late, and by how many items. */
  late: fc.record({ every: fc.integer({ min: 2, max: 20 }), by: fc.integer({ min: 0, max: 30 }) }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** The events of a live scope, choices as recorded, and what the fold said after each. */
function live({ seed, rates, items, promise, late }: History) {
  const options = trustOptions({ mode: 'take', limit: 0.1, warmUp: 30, reviewers: 'trusted', promise, ramp: 20 });
  const next = uniform(seed);
  const events: TrustEvent[] = [];
  const states: TrustState[] = [];
  let state = newState();
  const put = (event: TrustEvent) => {
    state = apply(state, event, options).state;
    events.push(event);
    states.push(state);
  };
  const waiting: { due: number; event: TrustEvent }[] = [];
  for (let t = 0; t < items; t += 1) {
    const rate = rates[Math.floor((t * rates.length) / items)] as number;
    const score = next();
    const coin = next();
    const loss = next() < rate * 2 * (1 - score) ? 1 : 0;
    const { action, audit, inRegion, isEvidence } = decide(state, options, { score, coin });
    put({ type: 'decided', item: `${t}`, score, coin, action, audit, inRegion });
    if (isEvidence) waiting.push({ due: t + (t % late.every === 0 ? late.by : 0), event: { type: 'labelled', item: `${t}`, loss } });
    for (const { event } of waiting.filter(({ due }) => due <= t)) put(event);
    waiting.splice(0, waiting.length, ...waiting.filter(({ due }) => due > t));
  }
  for (const { event } of waiting) put(event);
  return { options, events, states, state };
}

const runs = { numRuns: 40 };
const losses = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });
const limits = fc.double({ min: 0.005, max: 0.5, noNaN: true });

describe('the fold', () => {
  test('1: a decision reads nothing at or after its item, and changes nothing', () => {
    fc.assert(
      fc.property(history, (one) => {
        const { options, states } = live(one);
        const before = JSON.stringify(states);
        for (const state of states.slice(-20)) decide(state, options, { score: 0.5, coin: 0.5 });
        expect(JSON.stringify(states)).toBe(before);
      }),
      { numRuns: 10 },
    );
  });

  test('2: the same log makes the same state, bit for bit, and through JSON as well', () => {
    fc.assert(
      fc.property(history, (one) => {
        const { options, events, state } = live(one);
        expect(rebuild(events, options)).toEqual(state);
        const half = events.length >> 1;
        const stored = JSON.parse(JSON.stringify(rebuild(events.slice(0, half), options))) as TrustState;
        const resumed = JSON.parse(JSON.stringify(events.slice(half))) as TrustEvent[];
        expect(JSON.stringify(rebuild(resumed, options, stored))).toBe(JSON.stringify(state));
      }),
      runs,
    );
  });

  test('6: the level never rises while in doubt, and after a red it is what the fresh evidence certifies', () => {
    fc.assert(
      fc.property(history, (one) => {
        const { states } = live(one);
        states.forEach((state, i) => {
          const before = states[i - 1];
          if (!before) return;
          if (before.light !== 'green' && state.level > before.level) expect.unreachable('rose in doubt');
          if (state.reds > before.reds && state.level >= 0) expect(state.ladder.checked[state.level]).toBeGreaterThan(0);
        });
      }),
      runs,
    );
  });

  test('8: a released item never changes what is known: counts, bets of the watch, ledger of bad', () => {
    fc.assert(
      fc.property(history, (one) => {
        const { events, states } = live(one);
        const known = ({ ladder, watch, fresh, ledger }: TrustState) =>
          JSON.stringify([ladder, watch, fresh, ledger.logs, ledger.auditedBad]);
        events.forEach((event, i) => {
          const before = states[i - 1];
          if (before && event.type === 'decided' && event.action === 'release') expect(known(states[i] as TrustState)).toBe(known(before));
        });
      }),
      runs,
    );
  });

  test('9: [A1] a released item lay in a region in force at that moment, and its coin had not picked it', () => {
    fc.assert(
      fc.property(history, (one) => {
        const { events, states } = live(one);
        events.forEach((event, i) => {
          if (event.type !== 'decided' || event.action !== 'release') return;
          const before = states[i - 1] as TrustState;
          expect(before.level).toBeGreaterThanOrEqual(0);
          expect(event.score).toBeGreaterThanOrEqual(thresholdOf(before.ladder, before.level));
          expect(event.coin).toBeGreaterThan(event.audit);
        });
      }),
      runs,
    );
  });

  test('10: seeds and second reads never enter the evidence and are never released', () => {
    fc.assert(
      fc.property(history, fc.boolean(), (one, missed) => {
        const { state } = live(one);
        const measured = trustOptions();
        const after = apply(
          apply(state, { type: 'seeded', reviewer: 'a', missed }, measured).state,
          { type: 'secondRead', reviewer: 'a', missed },
          measured,
        );
        expect([after.state.ladder, after.state.ledger, after.state.open]).toEqual([state.ladder, state.ledger, state.open]);
      }),
      runs,
    );
  });

  test('12: regions are nested, and so are their counts', () => {
    fc.assert(
      fc.property(history, (one) => {
        for (const { ladder } of live(one).states.slice(-30))
          for (const counts of [ladder.checked, ladder.bad]) expect([...counts].sort((a, b) => a - b)).toEqual(counts);
      }),
      runs,
    );
  });

  test('14: whatever order labels come in, the final state is the same', () => {
    fc.assert(
      fc.property(history, fc.integer(), (one, seed) => {
        const { options, events } = live(one);
        const arrivals = events.filter((event): event is Decided => event.type === 'decided');
        const labels = events.filter(({ type }) => type === 'labelled');
        const next = uniform(seed);
        const shuffled = labels.map((event) => ({ event, at: next() })).sort((a, b) => a.at - b.at);
        const inOrder = rebuild([...arrivals, ...labels], options);
        expect(rebuild([...arrivals, ...shuffled.map(({ event }) => event)], options)).toEqual(inOrder);
      }),
      runs,
    );
  });

  test('a scope is under 150 finite numbers besides its open items and reviewers', () => {
    fc.assert(
      fc.property(history, (one) => {
        const { states } = live(one);
        for (const state of states) expect(numbersOf({ ...state, open: [], reviewers: {} })).toBeLessThan(150);
      }),
      { numRuns: 15 },
    );
  });
});

/** Counts the numbers of a value. @throws for one that JSON cannot carry. */
function numbersOf(value: unknown): number {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`${value} cannot be stored.`);
    return 1;
  }
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + numbersOf(one), 0);
}

describe('the stake', () => {
  test('3: it is convex in a fractional loss: a loss of f is worth no more than a coin of rate f', () => {
    fc.assert(
      fc.property(losses, limits, fc.double({ min: 0, max: 1, noNaN: true }), (before, limit, loss) => {
        const [n, x] = [before.length, before.reduce((sum, l) => sum + l, 0)];
        const part = Math.exp(logStake(n + 1, x + loss, limit));
        const mixed = (1 - loss) * Math.exp(logStake(n + 1, x, limit)) + loss * Math.exp(logStake(n + 1, x + 1, limit));
        expect(part).toBeLessThanOrEqual(mixed * (1 + 1e-9));
      }),
    );
  });

  test('4: the upper bound of fractional losses lies above their mean', () => {
    fc.assert(
      fc.property(losses, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (all, delta) => {
        const x = all.reduce((sum, l) => sum + l, 0);
        expect(upperBound(all.length, x, delta)).toBeGreaterThanOrEqual(x / all.length - 1e-9);
      }),
    );
  });

  test('5: the order of labels within the evidence does not matter to the stake of a region', () => {
    const options: TrustOptions = trustOptions({ reviewers: 'trusted', warmUp: 1 });
    const after = (all: readonly number[]) => {
      let state = apply(newState(), { type: 'arrived', item: 'first', score: 0.5, coin: 0 }, options).state;
      all.forEach((loss, t) => {
        state = apply(state, { type: 'arrived', item: `${t}`, score: 0.5, coin: 0 }, options).state;
        state = apply(state, { type: 'labelled', item: `${t}`, loss }, options).state;
      });
      return state.ladder;
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.25, 1), { minLength: 2, maxLength: 40 }), (all) => {
        const [one, other] = [after(all), after([...all].reverse())];
        expect([other.checked, other.bad]).toEqual([one.checked, one.bad]);
      }),
      runs,
    );
  });

  test('7: all epochs together spend no more than the risk', () => {
    let sum = 0;
    for (let epoch = 1; epoch <= 100_000; epoch += 1) sum += epochRisk(0.05, epoch);
    expect(sum).toBeLessThanOrEqual(0.05);
    expect(sum).toBeGreaterThan(0.0499);
  });
});

test('11: coins are uniform and know nothing of the score (χ²)', async () => {
  const { createHmac } = await import('node:crypto');
  const { coinFrom } = await import('../src/index.ts');
  const next = uniform(5);
  const cells = Array.from({ length: 40 }, () => 0);
  for (let t = 0; t < 20_000; t += 1) {
    const coin = coinFrom(createHmac('sha256', 'secret').update(`item-${t}`).digest('hex'));
    const cell = Math.floor(coin * 10) + 10 * Math.floor(beta(next, 1, 1) * 4);
    cells[cell] = (cells[cell] as number) + 1;
  }
  const expected = 20_000 / 40;
  const chi2 = cells.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
  // 39 degrees of freedom: 72.1 is exceeded once in a thousand.
  expect(chi2).toBeLessThan(72.1);
});

test('13: [A4] the ledger bound never falls', () => {
  fc.assert(
    fc.property(history, (one) => {
      const { states } = live(one);
      const bounds = states
        .filter((_, i) => i % 25 === 0)
        .map(({ ledger }) => ledgerBound({ ...ledger, released: 1e9 }, { delta: 0.05, auditFloor: 0.1 }));
      expect([...bounds].sort((a, b) => a - b)).toEqual(bounds);
    }),
    { numRuns: 15 },
  );
});
