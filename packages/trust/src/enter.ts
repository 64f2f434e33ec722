import { type Choice, cleanScore } from './decide.ts';
import type { Decided } from './events.ts';
import { isLaid, layLadder, thresholdsFrom } from './ladder.ts';
import { type Step, turnYellow } from './lights.ts';
import { addToMix, hasMixChanged, noMix } from './mix.ts';
import type { TrustOptions } from './options.ts';
import type { TrustState } from './state.ts';

/** Counts an arrival. Scores of the warm-up lay the rungs; items of the automatic region thin out the audits. */
export function enter(
  state: TrustState,
  options: TrustOptions,
  { item, score, version, action, audit, inRegion, isEvidence }: Entry,
): Step {
  const seen = state.seen + 1;
  const clean = cleanScore(score);
  if (clean === null || (version !== undefined && version !== state.version)) return { state: { ...state, seen }, turns: [] };
  if (!isLaid(state.ladder)) return warmUp({ ...state, seen }, options, clean);
  const { ledger } = state;
  const next = {
    ...state,
    seen,
    met: inRegion ? state.met + 1 : state.met,
    ledger: action === 'release' ? { ...ledger, released: ledger.released + 1 } : ledger,
    open: isEvidence ? [...state.open, { item, score: clean, audit, inRegion, loss: null, overdue: false }] : state.open,
  };
  if (!options.watchShare || state.level < 0) return { state: next, turns: [] };
  const mix = addToMix(state.mix, inRegion);
  return hasMixChanged(mix) ? turnYellow({ ...next, mix: noMix() }, 'yellow') : { state: { ...next, mix }, turns: [] };
}

type Entry = Choice & { item: string; score: number | null; version?: string | undefined };

function warmUp(state: TrustState, options: TrustOptions, score: number): Step {
  const scores = [...state.warmUp, score];
  if (scores.length < options.warmUp) return { state: { ...state, warmUp: scores }, turns: [] };
  return { state: { ...state, warmUp: [], ladder: layLadder(thresholdsFrom(scores)) }, turns: ['laid'] };
}

/** A recorded choice must be one that could have been made: the coin decides between audit and release, at no less than the floor. */
export function checkDecided(event: Decided, { auditFloor }: TrustOptions): Entry {
  const { coin, action, audit, inRegion } = event;
  if (!(coin >= 0 && coin < 1)) throw new RangeError(`A coin must be in [0, 1), got ${coin}.`);
  if (!(audit >= auditFloor && audit <= 1)) throw new RangeError(`The audit share must be in [${auditFloor}, 1], got ${audit}.`);
  const isPicked = coin <= audit;
  if ((action === 'release' && (isPicked || !inRegion)) || (action === 'audit' && !(isPicked && inRegion)))
    throw new RangeError(`Item ${event.item} cannot have been chosen for ${action}: coin ${coin}, audit share ${audit}.`);
  return { ...event, isEvidence: isPicked };
}
