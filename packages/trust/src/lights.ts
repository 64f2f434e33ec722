import type { Turn } from './events.ts';
import { certifiedRung, isLaid, layLadder, noEvidence, stakes, startEvidence } from './ladder.ts';
import { mixOf, noMix } from './mix.ts';
import { spendingOf, type TrustOptions } from './options.ts';
import { divergence, logStake } from './stake.ts';
import type { Light, TrustState } from './state.ts';
import { newBets } from './watch.ts';

export interface Step {
  state: TrustState;
  turns: Turn[];
}

/** Fresh labels within which a yellow scope must prove itself again: three times what a stream at half the limit needs for a stake of 20. */
export const probationLabels = (limit: number): number => (3 * Math.log(20)) / divergence(limit / 2, limit);

/** Audits rise, a new epoch begins, and only evidence from here on can clear the scope. Nothing to lose: nothing happens. */
export function turnYellow(state: TrustState, light: Exclude<Light, 'green'> = 'yellow'): Step {
  if (state.level < 0 || state.light === 'yellow') return { state, turns: [] };
  // The watch takes over a caution that somebody asked for, with the evidence gathered since.
  if (state.light === 'caution') return light === 'caution' ? { state, turns: [] } : { state: { ...state, light }, turns: ['yellow'] };
  const next = { ...state, light, epoch: state.epoch + 1, yellows: state.yellows + 1, proposed: -1, fresh: startEvidence() };
  return { state: next, turns: ['yellow'] };
}

/** The scope goes on under its old certificate. */
export function turnGreen(state: TrustState): Step {
  return {
    state: { ...state, light: 'green', watch: newBets(), mix: mixOf(state.fresh, state.level), fresh: noEvidence() },
    turns: ['cleared'],
  };
}

/** The certificate is void. What the evidence since the last yellow certifies by itself stays; usually nothing. */
export function turnRed(state: TrustState, options: TrustOptions, limit: number): Step {
  if (!isLaid(state.ladder)) return { state, turns: [] };
  const { thresholds } = state.ladder;
  const evidence = state.light === 'green' ? startEvidence() : state.fresh;
  const best = stakes(evidence, limit).map((log) => Math.max(0, log));
  const epoch = state.light === 'green' ? state.epoch + 1 : state.epoch;
  const level = certifiedRung(best, spendingOf(options, epoch));
  const next: TrustState = {
    ...state,
    ladder: state.light === 'green' ? layLadder(thresholds) : { thresholds, best, ...evidence },
    level,
    openedIn: level < 0 ? 0 : epoch,
    epoch,
    mix: level < 0 ? noMix() : mixOf(evidence, level),
    proposed: -1,
    light: 'green',
    met: 0,
    watch: newBets(),
    fresh: noEvidence(),
    reds: state.reds + 1,
  };
  return { state: next, turns: ['red'] };
}

/** Whether a yellow scope has proved itself, or has run out of time to. */
export function prove(state: TrustState, options: TrustOptions, limit: number): Step {
  const checked = state.fresh.checked[state.level] as number;
  const bad = state.fresh.bad[state.level] as number;
  if (logStake(checked, bad, limit) >= Math.log(options.clear)) return turnGreen(state);
  return checked >= probationLabels(options.limit) ? turnRed(state, options, limit) : { state, turns: [] };
}
