import { type Step, turnYellow } from './lights.ts';
import type { TrustOptions } from './options.ts';
import { recordSeed } from './ruler.ts';
import type { TrustState } from './state.ts';
import { newBets } from './watch.ts';

/** A reviewer met a known-bad item. An alarm makes the scope cautious. */
export function seed(state: TrustState, options: TrustOptions, { reviewer, missed }: { reviewer: string; missed: boolean }): Step {
  const before = state.reviewers[reviewer];
  const record = recordSeed(before, missed, options);
  const { seeds, missedSeeds } = state.ruler;
  const ruler = { ...state.ruler, seeds: seeds + 1, missedSeeds: missedSeeds + (missed ? 1 : 0) };
  const next = { ...state, ruler, reviewers: { ...state.reviewers, [reviewer]: record } };
  if (!record.alarmed || before?.alarmed) return { state: next, turns: [] };
  const cautious = turnYellow(next, 'caution');
  return { state: cautious.state, turns: ['alarm', ...cautious.turns] };
}

/** A reviewer under alarm reads well again. */
export function reinstate(state: TrustState, reviewer: string): Step {
  const record = state.reviewers[reviewer];
  if (!record) return { state, turns: [] };
  return { state: { ...state, reviewers: { ...state.reviewers, [reviewer]: { ...record, alarmed: false, bets: newBets() } } }, turns: [] };
}

/** Of what a blind second reader found, the first had found it or missed it: a natural seed. */
export function readAgain(state: TrustState, missed: boolean): Step {
  const { secondReads, missedReads } = state.ruler;
  return {
    state: { ...state, ruler: { ...state.ruler, secondReads: secondReads + 1, missedReads: missedReads + (missed ? 1 : 0) } },
    turns: [],
  };
}
