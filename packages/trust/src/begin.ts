import { cleanScore } from './decide.ts';
import { isLaid, layLadder, thresholdsFrom } from './ladder.ts';
import type { Step } from './lights.ts';
import { newState, type TrustState } from './state.ts';

/** Another version is another scope: nothing is proved about it. Reviewers stay who they are. */
export function beginVersion(
  state: TrustState,
  { version, keepOrder = false, attempt = 1 }: { version: string; keepOrder?: boolean; attempt?: number },
): Step {
  if (!(Number.isInteger(attempt) && attempt >= 1)) throw new RangeError(`Attempts are counted from 1, got ${attempt}.`);
  const { ruler, reviewers, ladder } = state;
  const kept = keepOrder && isLaid(ladder) ? layLadder(ladder.thresholds) : newState().ladder;
  return { state: { ...newState(version), epoch: attempt, ruler, reviewers, ladder: kept }, turns: ['ended'] };
}

/** Another order of items is another ladder. The risk of the epochs before is spent. */
export function freezeScore(state: TrustState, scores: readonly number[]): Step {
  const clean = scores.map(cleanScore).filter((score) => score !== null);
  const hasEvidence = state.ladder.checked.some((n) => n > 0);
  const fresh = newState(state.version);
  const next: TrustState = {
    ...state,
    warmUp: [],
    ladder: layLadder(thresholdsFrom(clean)),
    epoch: state.epoch + (hasEvidence ? 1 : 0),
    level: -1,
    openedIn: 0,
    proposed: -1,
    light: 'green',
    met: 0,
    watch: fresh.watch,
    mix: fresh.mix,
    fresh: fresh.fresh,
    open: [],
  };
  return { state: next, turns: ['laid'] };
}
