import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { uniform } from '../simulation/random.ts';
import {
  apply,
  certificate,
  coinFrom,
  decide,
  familyOptions,
  newState,
  rebuild,
  scopeName,
  type TrustEvent,
  type TrustOptions,
  type TrustState,
  trustOptions,
} from '../src/index.ts';

const trusted = trustOptions({ mode: 'take', reviewers: 'trusted' });

/** A scope after `items` good items with spread scores and coins, labelled at once. */
function proved(items: number, options: TrustOptions = trusted, from: TrustState = newState('v1')): TrustState {
  const next = uniform(items);
  let state = from;
  for (let t = 0; t < items; t += 1) {
    const { state: entered, choice } = apply(state, { type: 'arrived', item: `good-${t}`, score: next(), coin: next() }, options);
    state = choice?.isEvidence ? apply(entered, { type: 'labelled', item: `good-${t}`, loss: 0 }, options).state : entered;
  }
  return state;
}

const fold = (state: TrustState, events: TrustEvent[], options = trusted) =>
  events.reduce((now, event) => apply(now, event, options).state, state);
const safe = { score: 2, coin: 0.999999 };

test('[A1] nothing is released before a region is certified, and something is afterwards', () => {
  expect(decide(proved(150), trusted, safe)).toMatchObject({ action: 'review', audit: 1 });
  expect(decide(proved(1_000), trusted, safe)).toMatchObject({ action: 'release' });
});

test('[A2] a scope without evidence reviews everything', () => {
  expect(decide(newState(), trusted, safe)).toMatchObject({ action: 'review', audit: 1, isEvidence: false });
});

test('[A3] a change of version ends the scope: nothing is released, and the risk begins anew', () => {
  const before = proved(1_000);
  const { state, turns } = apply(before, { type: 'versionChanged', version: 'v2' }, trusted);
  expect(turns).toEqual(['ended']);
  expect(state).toMatchObject({ level: -1, epoch: 1, version: 'v2', ladder: { thresholds: [], checked: [] } });
  expect(decide(state, trusted, safe).action).toBe('review');
});

test('[A3] a new version may keep the order of items, and then needs no warm-up; evidence it has none', () => {
  const before = proved(1_000);
  const { state } = apply(before, { type: 'versionChanged', version: 'v2', keepOrder: true }, trusted);
  expect(state.ladder.thresholds).toEqual(before.ladder.thresholds);
  expect(Math.max(...state.ladder.checked)).toBe(0);
});

test('[A3] a version tried on an old sample has the risk of its attempt', () => {
  const third = apply(proved(1_000), { type: 'versionChanged', version: 'v4', keepOrder: true, attempt: 3 }, trusted).state;
  expect(third.epoch).toBe(3);
  const needed = (state: TrustState) => {
    let now = state;
    for (let t = 0; now.level < 0; t += 1)
      now = fold(now, [
        { type: 'decided', item: `old-${t}`, score: 2, coin: 0.4, action: 'review', audit: 1, inRegion: false },
        { type: 'labelled', item: `old-${t}`, loss: 0 },
      ]);
    return now.ladder.checked.at(-1) as number;
  };
  const first = apply(proved(1_000), { type: 'versionChanged', version: 'v2', keepOrder: true }, trusted).state;
  expect(needed(third)).toBeGreaterThan(needed(first));
  expect(() => apply(first, { type: 'versionChanged', version: 'v', attempt: 0 }, trusted)).toThrow('counted from 1');
});

test('scopes differ when checkpoint, segment or version do; one statement about several divides every risk', () => {
  const names = [
    { checkpoint: 'a', version: '1' },
    { checkpoint: 'a', segment: 'de', version: '1' },
    { checkpoint: 'a', version: '2' },
    { checkpoint: 'b', version: '1' },
  ].map(scopeName);
  expect(new Set(names).size).toBe(4);
  expect(familyOptions(trustOptions(), 5)).toMatchObject({ risk: 0.01, rulerRisk: 0.002, ledgerRisk: 0.01 });
  expect(() => familyOptions(trustOptions(), 0)).toThrow('at least one scope');
});

test('[A3] an item of another version is reviewed, and proves nothing', () => {
  const state = proved(1_000);
  expect(decide(state, trusted, { ...safe, version: 'v1' }).action).toBe('release');
  expect(decide(state, trusted, { ...safe, version: 'v2' })).toMatchObject({ action: 'review', isEvidence: false });
  const after = fold(state, [
    { type: 'arrived', item: 'stranger', score: 2, coin: 0, version: 'v2' },
    { type: 'labelled', item: 'stranger', loss: 1 },
  ]);
  expect(after).toEqual({ ...state, seen: state.seen + 1 });
});

test('[A4] audits never fall below the floor, and the coin alone decides about them', () => {
  const state = proved(20_000);
  expect(decide(state, trusted, { score: 2, coin: 0.1 })).toMatchObject({ action: 'audit', audit: 0.1 });
  expect(decide(state, trusted, { score: 2, coin: 0.1000001 })).toMatchObject({ action: 'release', audit: 0.1 });
});

test('[A4] evidence is picked below the threshold too, with the same chance', () => {
  const state = { ...proved(20_000), level: 3 };
  expect(decide(state, trusted, { score: -1, coin: 0.1 })).toMatchObject({ action: 'review', isEvidence: true });
  expect(decide(state, trusted, { score: -1, coin: 0.2 })).toMatchObject({ action: 'review', isEvidence: false });
});

test('[A5] a step up is proposed and waits for a person; a step down does not', () => {
  const asked = trustOptions({ reviewers: 'trusted' });
  const state = proved(1_000, asked);
  expect(state).toMatchObject({ level: -1 });
  expect(state.proposed).toBeGreaterThanOrEqual(0);
  expect(decide(state, asked, safe).action).toBe('review');
  const ratified = apply(state, { type: 'promoted' }, asked);
  expect(ratified.turns).toEqual(['opened']);
  expect(decide(ratified.state, asked, safe).action).not.toBe('review');
  const stopped = apply(ratified.state, { type: 'red' }, asked);
  expect(stopped).toMatchObject({ turns: ['red'], state: { level: -1 } });
});

test('[A5] evidence that has turned between proposal and click is not ratified', () => {
  const asked = trustOptions({ reviewers: 'trusted' });
  let state = proved(600, asked);
  expect(state.proposed).toBeGreaterThanOrEqual(0);
  for (let t = 0; t < 60; t += 1)
    state = fold(
      state,
      [
        { type: 'arrived', item: `bad-${t}`, score: 2, coin: 0.5 },
        { type: 'labelled', item: `bad-${t}`, loss: 1 },
      ],
      asked,
    );
  const click = apply(state, { type: 'promoted' }, asked);
  expect(click).toMatchObject({ turns: ['refused'], state: { level: -1, proposed: -1 } });
});

test('[A5] a run of bad audits turns yellow, then red, by itself', () => {
  let state = proved(3_000);
  const turns: string[] = [];
  for (let t = 0; t < 40 && state.level >= 0; t += 1) {
    state = apply(state, { type: 'arrived', item: `bad-${t}`, score: 2, coin: 0.01 }, trusted).state;
    const labelled = apply(state, { type: 'labelled', item: `bad-${t}`, loss: 1 }, trusted);
    state = labelled.state;
    turns.push(...labelled.turns);
  }
  expect(turns).toEqual(['yellow', 'red']);
  expect(state).toMatchObject({ level: -1, reds: 1, yellows: 1, epoch: 2, met: 0 });
});

test('[A5] while in doubt more is audited and nothing opens; fresh evidence ends it', () => {
  const doubted = apply(proved(3_000), { type: 'yellow' }, trusted).state;
  expect(doubted.light).toBe('caution');
  expect(decide(doubted, trusted, { score: 2, coin: 0.49 })).toMatchObject({ action: 'audit', audit: 0.5 });
  const after = proved(1_000, trusted, doubted);
  expect(after.light).toBe('green');
  expect(after.level).toBeGreaterThanOrEqual(doubted.level);
});

test('a caution that was asked for can be ended by hand; a doubt of the watch cannot', () => {
  const cautious = apply(proved(3_000), { type: 'yellow' }, trusted).state;
  expect(apply(cautious, { type: 'cleared' }, trusted)).toMatchObject({ turns: ['cleared'], state: { light: 'green' } });
  expect(apply({ ...cautious, light: 'yellow' }, { type: 'cleared' }, trusted)).toMatchObject({
    turns: ['refused'],
    state: { light: 'yellow' },
  });
  expect(apply(proved(200), { type: 'yellow' }, trusted).turns).toEqual([]);
});

test('[A6] what reviewers miss tightens the limit: more labels are needed', () => {
  const measured = trustOptions({ mode: 'take' });
  const first = (state: TrustState, options: TrustOptions) => certificate(state, options).effectiveLimit;
  expect(first(newState(), trusted)).toBe(0.05);
  expect(first(newState(), measured)).toBeCloseTo(0.045, 12);
  const seen = fold(
    newState(),
    Array.from({ length: 60 }, () => ({ type: 'seeded', reviewer: 'ana', missed: false }) as const),
    measured,
  );
  expect(first(seen, measured)).toBeCloseTo(0.05 * 0.9, 2);
  const blind = fold(
    seen,
    Array.from({ length: 20 }, () => ({ type: 'seeded', reviewer: 'ben', missed: true }) as const),
    measured,
  );
  expect(first(blind, measured)).toBeLessThan(0.05 * 0.75);
});

test('[A6] blind second reads and seeds both measure, and the smaller bound counts', () => {
  const measured = trustOptions();
  const events: TrustEvent[] = [];
  for (let t = 0; t < 100; t += 1) events.push({ type: 'seeded', reviewer: 'ana', missed: false });
  for (let t = 0; t < 50; t += 1) events.push({ type: 'secondRead', reviewer: 'ana', missed: t < 10 });
  const { reviewers } = certificate(fold(newState(), events, measured), measured);
  expect(reviewers).toMatchObject({ seeds: 100, missedSeeds: 0, secondReads: 50, missedReads: 10, measured: true });
  expect(reviewers.catchAtLeast).toBeLessThan(0.8);
});

test('[A6] a reviewer who misses too many seeds is under alarm: the labels do not count until reinstated, and the scope is cautious', () => {
  const measured = trustOptions({ mode: 'take' });
  let state: TrustState = { ...proved(3_000), reviewers: {} };
  let rang = 0;
  for (let t = 0; t < 12 && rang === 0; t += 1) {
    const seeded = apply(state, { type: 'seeded', reviewer: 'ben', missed: true }, measured);
    state = seeded.state;
    if (seeded.turns.includes('alarm')) rang = t + 1;
  }
  expect(rang).toBeGreaterThan(1);
  expect(rang).toBeLessThan(7);
  expect(state.light).toBe('caution');
  state = apply(state, { type: 'arrived', item: 'x', score: 2, coin: 0 }, measured).state;
  const unheard = apply(state, { type: 'labelled', item: 'x', loss: 0, reviewer: 'ben' }, measured);
  expect(unheard).toMatchObject({ turns: ['unheard'], state });
  expect(apply(state, { type: 'labelled', item: 'x', loss: 0, reviewer: 'ana' }, measured).state.open).toEqual([]);
  const back = fold(
    state,
    [
      { type: 'reinstated', reviewer: 'ben' },
      { type: 'labelled', item: 'x', loss: 0, reviewer: 'ben' },
    ],
    measured,
  );
  expect(back.open).toEqual([]);
});

test('labels count in the order of arrival, however late they come', () => {
  const start = proved(100);
  const arrivals: TrustEvent[] = [0, 1, 2].map((t) => ({ type: 'arrived', item: `${t}`, score: 0.5, coin: 0.3 }));
  const waiting = fold(start, [...arrivals, { type: 'labelled', item: '1', loss: 0 }, { type: 'labelled', item: '2', loss: 0 }]);
  expect(waiting.ladder.checked.at(-1)).toBe(0);
  expect(waiting.open).toHaveLength(3);
  const all = apply(waiting, { type: 'labelled', item: '0', loss: 1 }, trusted).state;
  expect(all.ladder).toMatchObject({ checked: expect.arrayContaining([3]), bad: expect.arrayContaining([1]) });
  expect(all.open).toEqual([]);
});

test('an overdue check pauses releasing until it is labelled or withdrawn; withdrawn, it counts as bad', () => {
  let state = proved(3_000);
  state = apply(state, { type: 'arrived', item: 'late', score: 2, coin: 0 }, trusted).state;
  const paused = apply(state, { type: 'overdue', item: 'late' }, trusted);
  expect(paused.turns).toEqual(['paused']);
  expect(decide(paused.state, trusted, safe)).toMatchObject({ action: 'review', isEvidence: false, inRegion: true });
  const resumed = apply(paused.state, { type: 'withdrawn', item: 'late' }, trusted);
  expect(resumed.turns).toEqual(['resumed']);
  expect(resumed.state.ladder.bad.at(-1)).toBe((state.ladder.bad.at(-1) as number) + 1);
  expect(resumed.state.ledger.auditedBad).toBe(1);
  expect(decide(resumed.state, trusted, safe).action).toBe('release');
});

test('a correction changes a label that waits; one that is counted needs the log, and stands where the first label stood', () => {
  const start = proved(100);
  const arrivals: TrustEvent[] = [0, 1].map((t) => ({ type: 'arrived', item: `${t}`, score: 0.5, coin: 0.3 }));
  const waiting = fold(start, [...arrivals, { type: 'labelled', item: '1', loss: 0 }]);
  const changed = apply(waiting, { type: 'corrected', item: '1', loss: 1 }, trusted);
  expect(changed.state.open[1]).toMatchObject({ loss: 1 });
  const log: TrustEvent[] = [...arrivals, { type: 'labelled', item: '0', loss: 0 }, { type: 'labelled', item: '1', loss: 0 }];
  const counted = fold(start, log);
  expect(apply(counted, { type: 'corrected', item: '0', loss: 1 }, trusted)).toMatchObject({ state: counted, turns: ['rebuild'] });
  const rebuilt = rebuild([...log, { type: 'corrected', item: '0', loss: 1 }], trusted, start);
  const asIfFirst = fold(start, [...arrivals, { type: 'labelled', item: '0', loss: 1 }, { type: 'labelled', item: '1', loss: 0 }]);
  expect(rebuilt).toEqual(asIfFirst);
});

test('a score that is missing or broken is always reviewed, even where everything is certified', () => {
  const state = { ...proved(3_000), level: 19 };
  expect(decide(state, trusted, safe).action).toBe('release');
  for (const score of [null, Number.NaN])
    expect(decide(state, trusted, { score, coin: 0.999 })).toMatchObject({ action: 'review', isEvidence: false });
  expect(decide(state, trusted, { score: Number.POSITIVE_INFINITY, coin: 0.999 }).action).toBe('release');
});

test('the same item has the same coin, and so the same action', () => {
  const coin = () => coinFrom(createHmac('sha256', 'secret').update('item-7').digest('hex'));
  expect(coin()).toBe(coin());
  expect(() => coinFrom('xyz')).toThrow('13 hexadecimal digits');
});

test('scopes without any order may be all or nothing: then 96 clean labels open everything', () => {
  const options = trustOptions({ mode: 'take', reviewers: 'trusted', warmUp: 1, allOrNothing: true });
  let state = newState();
  let labels = 0;
  while (state.level < 0 && labels < 200) {
    state = fold(
      state,
      [
        { type: 'arrived', item: `${labels}`, score: 0, coin: 0.5 },
        { type: 'labelled', item: `${labels}`, loss: 0 },
      ],
      options,
    );
    labels += 1;
  }
  expect(state.level).toBe(19);
  expect(labels - 1).toBe(96);
});

test('a large change of the share above the threshold turns yellow; a small one does not', () => {
  const open = { ...proved(4_000), level: 9 };
  const state: TrustState = { ...open, mix: { share: 0.5, bets: [0, 0] } };
  const next = uniform(9);
  const after = (share: number) => {
    let now = state;
    for (let t = 0; t < 400; t += 1)
      now = apply(now, { type: 'arrived', item: `${t}`, score: next() < share ? 2 : -1, coin: 0.99 }, trusted).state;
    return now.light;
  };
  expect(after(0.5)).toBe('green');
  expect(after(0.15)).toBe('yellow');
  expect(after(0.95)).toBe('yellow');
});

test('climbing on old merits can be forbidden: the newest half of the evidence must speak too', () => {
  const careful = trustOptions({ mode: 'take', reviewers: 'trusted', newestHalf: true });
  const declining = (options: TrustOptions) => {
    const asking = { ...options, mode: 'propose' } as const;
    let state = proved(300, asking);
    const label = (t: number, loss: number, by: TrustOptions) => {
      state = fold(
        state,
        [
          { type: 'arrived', item: `late-${t}`, score: 2, coin: 0.5 },
          { type: 'labelled', item: `late-${t}`, loss },
        ],
        by,
      );
    };
    for (let t = 0; t < 100; t += 1) label(t, t % 5 === 0 ? 1 : 0, asking);
    state = { ...state, proposed: -1 };
    label(100, 0, options);
    return state.level;
  };
  expect(declining(careful)).toBe(-1);
  expect(declining(trusted)).toBeGreaterThanOrEqual(0);
});

test('a recorded choice that no coin could have made is refused', () => {
  const state = proved(3_000);
  const item = { type: 'decided', item: 'x', score: 2, audit: 0.1, inRegion: true } as const;
  expect(apply(state, { ...item, coin: 0.5, action: 'release' }, trusted).state.ledger.released).toBe(state.ledger.released + 1);
  for (const wrong of [
    { ...item, coin: 0.05, action: 'release' as const },
    { ...item, coin: 0.5, action: 'audit' as const },
    { ...item, coin: 0.5, action: 'release' as const, inRegion: false },
    { ...item, coin: 0.5, action: 'release' as const, audit: 0.01 },
    { ...item, coin: Number.NaN, action: 'review' as const },
  ])
    expect(() => apply(state, wrong, trusted)).toThrow(RangeError);
});

test('options outside their ranges are refused by name', () => {
  expect(() => trustOptions({ limit: 0 })).toThrow('limit must be in (0, 0.5], got 0');
  expect(() => trustOptions({ auditFloor: 0 })).toThrow('auditFloor');
  expect(() => trustOptions({ risk: 0.01, rulerRisk: 0.01 })).toThrow('rulerRisk is a part of risk');
  expect(() => apply(proved(200), { type: 'labelled', item: 'x', loss: 2 }, trusted)).toThrow('A loss must be in [0, 1]');
});
