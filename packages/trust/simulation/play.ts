import { apply, newState, type TrustOptions, type TrustState, type Turn, thresholdOf } from '../src/index.ts';
import { uniform } from './random.ts';
import type { Simulated } from './streams.ts';

/** What happens to one item and what it leads to. */
export interface Moment {
  t: number;
  item: Simulated;
  action: 'review' | 'audit' | 'release';
  state: TrustState;
  turns: Turn[];
}

/** Reviewers who catch this share of the bad items; and how often they are shown a seed. */
export interface Reviewing {
  catches?: number;
  seedShare?: number;
}

/** Plays a stream under the engine, with labels that come at once. Stops early when `see` answers true. */
export function play(
  next: () => Simulated,
  { items, options, seed, reviewing = {} }: { items: number; options: TrustOptions; seed: number; reviewing?: Reviewing },
  see: (moment: Moment) => boolean | undefined,
): TrustState {
  const coins = uniform(seed + 1_000_003);
  const eyes = uniform(seed + 2_000_003);
  const { catches = 1, seedShare = 0 } = reviewing;
  let state = newState();
  for (let t = 0; t < items; t += 1) {
    const item = next();
    const arrived = apply(state, { type: 'arrived', item: `${t}`, score: item.score, coin: coins() }, options);
    state = arrived.state;
    const { action, isEvidence } = arrived.choice ?? { action: 'review', isEvidence: false };
    const turns = [...arrived.turns];
    if (action !== 'release' && eyes() < seedShare)
      state = apply(state, { type: 'seeded', reviewer: 'all', missed: eyes() >= catches }, options).state;
    if (isEvidence) {
      const loss = item.isBad && eyes() < catches ? 1 : 0;
      const labelled = apply(state, { type: 'labelled', item: `${t}`, loss }, options);
      state = labelled.state;
      turns.push(...labelled.turns);
    }
    if (see({ t, item, action, state, turns })) break;
  }
  return state;
}

/** The error rate of a region, from a large sample of the stream. */
export function trueRisk(sample: readonly Simulated[], threshold: number): number {
  const region = sample.filter(({ score }) => score >= threshold);
  return region.length === 0 ? 0 : region.filter(({ isBad }) => isBad).length / region.length;
}

/** The largest share that can be released with a true error rate of at most `limit`: what somebody who knows everything would do. */
export function oracleShare(sample: readonly Simulated[], limit: number): number {
  const sorted = [...sample].sort((a, b) => b.score - a.score);
  let bad = 0;
  let most = 0;
  sorted.forEach(({ isBad }, i) => {
    bad += isBad ? 1 : 0;
    if (bad / (i + 1) <= limit) most = i + 1;
  });
  return most / sample.length;
}

export const thresholdInForce = (state: TrustState): number => thresholdOf(state.ladder, state.level);

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
};

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
