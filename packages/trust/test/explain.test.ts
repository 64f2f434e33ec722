import { expect, test } from 'vitest';
import {
  apply,
  explain,
  isUnreachable,
  newState,
  outlook,
  smallestLimits,
  type TrustOptions,
  type TrustState,
  trustOptions,
} from '../src/index.ts';
import { layLadder } from '../src/ladder.ts';
import { logStake } from '../src/stake.ts';

const trusted = trustOptions({ mode: 'take', reviewers: 'trusted' });

/** A scope with this evidence: in the twelfth region, and in all of them. */
function found(checked: number, bad: number, all: [number, number], level = -1): TrustState {
  const ladder = layLadder(Array.from({ length: 19 }, (_, k) => 19 - k));
  const part = (rung: number, of: number, whole: number) => (rung < 11 ? Math.floor((of * (rung + 1)) / 12) : rung === 11 ? of : whole);
  const counts = {
    checked: ladder.checked.map((_, rung) => part(rung, checked, all[0])),
    bad: ladder.bad.map((_, rung) => part(rung, bad, all[1])),
  };
  const best = counts.checked.map((n, rung) => Math.max(0, logStake(n, counts.bad[rung] as number, 0.05)));
  return { ...newState(), seen: 700, level, openedIn: level < 0 ? 0 : 1, ladder: { ...ladder, ...counts, best } };
}

const said = (state: TrustState, options: TrustOptions = trusted) =>
  Object.fromEntries(explain(state, options).map(({ about, text }) => [about, text]));

test('the evidence is one sentence for managers that a statistician accepts', () => {
  const { evidence, certified, standing } = said(found(412, 4, [700, 90], 11));
  expect(evidence).toMatch(
    /^412 randomly chosen items of the safest 60 % were checked, 4 were bad\. Were the true rate above 5 %, a result this clean would appear at most once in [\d,]+ tries, no matter how often you look\. Needed: \d+\.$/,
  );
  const tries = Math.floor(Math.exp(logStake(412, 4, 0.05)));
  expect(evidence).toContain(`once in ${tries.toLocaleString('en-US')} tries`);
  expect(certified).toMatch(/^Certified today: the error rate of what is released is at most [34](\.\d)? %, as an average/);
  expect(standing).toBe(
    'Released alone: the safest 60 %, but for the audits. In force: the error rate of what is released at most 5 %, with 95 % confidence.',
  );
});

test('[A2] how many more checks it takes is always said', () => {
  expect(said(newState()).next).toBe('100 more items with a score until checks begin to count.');
  const { next } = said(found(40, 0, [66, 0]));
  expect(next).toMatch(/^About \d+ more checks of .* to the next step, if they go as those so far\.$/);
  const view = outlook(found(40, 0, [66, 0]), trusted);
  expect(view).toMatchObject({ kind: 'climbing' });
});

test('too close to the limit is called undecided', () => {
  const state = found(1_200, 60, [2_000, 101]);
  expect(outlook(state, trusted)).toEqual({ kind: 'undecided' });
  expect(said(state).next).toContain('Undecided: too close to the limit of 5 %');
});

test('proved not reachable: every region with evidence is worse than the limit', () => {
  const state = found(600, 300, [1_000, 520]);
  expect(isUnreachable(state, trusted)).toBe(true);
  expect(said(state).next).toBe(
    'Proved: not reachable with this score. In every region the error rate is above 5 %; chance would show this at most once in 20 tries.',
  );
  expect(isUnreachable(found(600, 300, [1_000, 305]), { ...trusted, limit: 0.49 })).toBe(false);
  expect(isUnreachable(newState(), trusted)).toBe(false);
});

test('the smallest limit of each rung is one at which the evidence would certify it, and hardly less would not', () => {
  const limits = smallestLimits(found(412, 4, [700, 90]), trusted);
  expect(limits).toHaveLength(20);
  expect(limits[11]).toBeLessThan(0.05);
  expect(limits[19]).toBeGreaterThan(90 / 700);
});

test('the ledger, the watch, the audits, the reviewers and the epoch are told in numbers', () => {
  const state: TrustState = {
    ...found(412, 4, [700, 90], 11),
    met: 6_800,
    epoch: 2,
    yellows: 1,
    ledger: { logs: [0, 0, 0, 0], released: 6_120, auditedBad: 7, estimate: 63 },
  };
  const { ledger, watch, audits, reviewers, epoch } = said(state);
  expect(ledger).toContain(
    '6,120 released alone since the scope began; 7 found bad in audits, so an estimated 63 bad are out (1 %), and at most ',
  );
  expect(watch).toContain('its stake on "more than 5 % bad" is 1 (doubt from 10, the end of the certificate at 200)');
  expect(audits).toBe('Of what would be released, chance picks 10 % for review; never less than 10 %.');
  expect(reviewers).toBe('The labels are taken as the truth.');
  expect(epoch).toContain('Epoch 2: after 1 doubt and 0 ends of a certificate');
});

test('[A6] an assumed catch rate is called assumed, a measured one is told with its evidence', () => {
  const measured = trustOptions();
  expect(said(newState(), measured).reviewers).toBe(
    'Reviewers are assumed to catch 90 % of bad items; no known-bad item was shown yet. The evidence must therefore keep 4.5 % instead of 5 %.',
  );
  let state = newState();
  for (let t = 0; t < 60; t += 1) state = apply(state, { type: 'seeded', reviewer: 'ana', missed: t < 3 }, measured).state;
  expect(said(state, measured).reviewers).toMatch(
    /^Of 60 known-bad items reviewers missed 3, so they catch at least 7\d(\.\d)? % \(with 99 % confidence\)\./,
  );
});

test('doubt, paused releasing and waiting labels are told', () => {
  const doubted = {
    ...found(412, 4, [700, 90], 11),
    light: 'yellow' as const,
    fresh: { checked: Array(20).fill(30), bad: Array(20).fill(2) },
  };
  expect(said(doubted).next).toMatch(
    /^In doubt: 30 fresh checks of the safest 60 %, 2 bad\. It must prove itself within [\d,]+ more, or the certificate is void\.$/,
  );
  const open = ['a', 'b'].map((item, i) => ({ item, score: 1, audit: 0.1, inRegion: true, loss: i === 0 ? null : 0, overdue: i === 0 }));
  const paused = said({ ...found(412, 4, [700, 90], 11), open });
  expect(paused.standing).toContain('Releasing is paused until an overdue check is settled');
  expect(paused.order).toBe('1 check is open; 1 later label waits for them, because labels count in the order of arrival.');
});

test('the promise about all items is told as such', () => {
  const all = trustOptions({ mode: 'take', reviewers: 'trusted', promise: 'all' });
  expect(said(found(700, 4, [700, 90], 11), all).evidence).toMatch(
    /^700 randomly chosen items were checked, 4 of them bad and among the safest 60 %\./,
  );
});
