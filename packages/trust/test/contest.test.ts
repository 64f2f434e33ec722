import { expect, test } from 'vitest';
import { uniform } from '../simulation/random.ts';
import { actingState, applyContest, type Contest, contestOptions, newContest, type TrustOptions, trustOptions } from '../src/index.ts';

const options = trustOptions({ mode: 'take', reviewers: 'trusted' });

/** Bad items are a fifth of all; only the learned score knows which. */
function play(items: number, { chosen = options, learnedKnows = true, frozenAt = 200 } = {}) {
  const next = uniform(3);
  let contest: Contest = newContest('v1');
  const turns: string[] = [];
  let [released, bad] = [0, 0];
  for (let t = 0; t < items; t += 1) {
    const danger = next();
    const isBad = danger > 0.8;
    const learned = t < frozenAt ? null : learnedKnows ? -danger : next();
    const arrived = applyContest(contest, { type: 'arrived', item: `${t}`, coin: next(), scores: { order: next(), learned } }, chosen);
    contest = arrived.contest;
    if (arrived.choice?.action === 'release') {
      released += 1;
      bad += isBad ? 1 : 0;
    } else {
      const labelled = applyContest(contest, { type: 'labelled', item: `${t}`, loss: isBad ? 1 : 0 }, chosen);
      contest = labelled.contest;
      turns.push(...labelled.turns);
    }
    if (t === frozenAt - 1)
      contest = applyContest(contest, { type: 'scoreFrozen', scores: Array.from({ length: 200 }, () => -next()) }, chosen).contest;
  }
  return { contest, turns, released, bad };
}

test('[A1] a learned order takes over once it has proved a larger region, and only then', () => {
  const { contest, turns, released, bad } = play(2_000);
  expect(contest.acting).toBe('learned');
  expect(turns.filter((turn) => turn === 'switched')).toHaveLength(1);
  expect(actingState(contest)).toBe(contest.learned);
  expect(released).toBeGreaterThan(500);
  expect(bad / released).toBeLessThan(0.05);
});

test('a learned order that knows nothing never acts', () => {
  const { contest, released } = play(2_000, { learnedKnows: false });
  expect(contest.acting).toBe('order');
  expect(released).toBe(0);
});

test('[A2] labels that a score was fitted on are no evidence for it', () => {
  const { contest } = play(205);
  expect(contest.learned?.ladder.checked.at(-1)).toBe(5);
  expect(contest.order.ladder.checked.at(-1)).toBe(105);
});

test('both orders together spend no more than the risk', () => {
  const half: TrustOptions = contestOptions(trustOptions({ risk: 0.05, rulerRisk: 0.01, ledgerRisk: 0.05 }));
  expect([half.risk, half.rulerRisk, half.ledgerRisk]).toEqual([0.025, 0.005, 0.025]);
});

test('[A5] when steps are proposed, a person also ratifies that the learned order takes over', () => {
  const asked = trustOptions({ reviewers: 'trusted' });
  const { contest } = play(1_000, { chosen: asked });
  expect(contest).toMatchObject({ acting: 'order', order: { level: -1 }, learned: { level: -1 } });
  expect(contest.learned?.proposed).toBeGreaterThanOrEqual(0);
  const ratified = applyContest(contest, { type: 'promoted' }, asked);
  expect(ratified.turns).toContain('switched');
  expect(ratified.contest.acting).toBe('learned');
});

test('[A3] a change of version ends both orders', () => {
  const { contest } = play(1_500);
  expect(applyContest(contest, { type: 'versionChanged', version: 'v2' }, options).contest).toEqual(newContest('v2'));
});
