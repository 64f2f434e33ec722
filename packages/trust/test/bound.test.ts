import { expect, test } from 'vitest';
import { certificate, certifiedBound, explain, newState, Replay, trustOptions } from '../src/index.ts';
import { makeRandom } from './random-numbers.ts';

test('after doubts were cleared a certificate still states its bound, at most the limit, though later epochs spend less', () => {
  const random = makeRandom(1);
  const replay = new Replay();
  let laterEpochs = 0;
  for (let at = 0; at < 40_000; at += 1) {
    const confidence = random();
    replay.take({ id: `${at}`, coin: random(), traits: { confidence }, isBad: random() < 0.12 * (1 - confidence) });
    const { state, options } = replay.fold;
    if (at % 500 !== 0 || state.level < 0) continue;
    if (state.epoch > 1) laterEpochs += 1;
    const { bound } = certificate(state, options);
    expect(bound).toBeGreaterThan(0);
    expect(bound).toBeLessThanOrEqual(0.05);
    expect(explain(state, options).map(({ about }) => about)).toContain('certified');
  }
  expect(laterEpochs).toBeGreaterThan(5);
});

test('without a level there is no bound', () => {
  expect(certifiedBound(newState(), trustOptions())).toBeNull();
});
