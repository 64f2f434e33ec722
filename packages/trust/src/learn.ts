import { type Choice, cleanScore } from './decide.ts';
import { addEvidence, certifiedRung, newLadder, restart, thresholdsFrom } from './ladder.ts';
import { enterBad } from './ledger.ts';
import { epochRisk, type TrustOptions } from './options.ts';
import { divergence, logStake } from './stake.ts';
import type { TrustState } from './state.ts';
import { logAlarm, newWatch, watchItem } from './watch.ts';

/** What changed with an event, for the log. */
export type Turn = 'opened' | 'proposed' | 'yellow' | 'cleared' | 'red';

/** Fresh labels within which a yellow scope must prove itself again. */
export const probationLabels = (limit: number): number => (3 * Math.log(20)) / divergence(limit / 2, limit);

/** Counts an arrival. Scores of the warm-up lay the rungs; items of the automatic region thin out the audits. */
export function arrive(state: TrustState, options: TrustOptions, { score, choice }: { score: number | null; choice: Choice }): void {
  state.seen += 1;
  if (state.ladder.thresholds.length === 0) {
    state.warmUp.push(cleanScore(score));
    if (state.warmUp.length < options.warmUp) return;
    state.ladder.thresholds = thresholdsFrom(state.warmUp);
    state.warmUp = [];
    return;
  }
  if (choice.inRegion) state.met += 1;
  if (choice.action === 'release') state.ledger.released += 1;
}

/**
 * Takes the label of one evidence item, in the order of arrival: `loss` in [0, 1], 1 for bad. Labels of other items teach nothing
 * here, because they were not picked by chance. Answers what turned. `sensitivity` is the share of bad items that reviewers catch:
 * the ladder works with limit · sensitivity.
 * @throws RangeError for a loss outside [0, 1].
 */
export function learn(
  state: TrustState,
  options: TrustOptions,
  { score, loss, choice, sensitivity = 1 }: { score: number | null; loss: number; choice: Choice; sensitivity?: number },
): Turn[] {
  if (!(loss >= 0 && loss <= 1)) throw new RangeError(`A loss must be in [0, 1], got ${loss}.`);
  if (!choice.isEvidence) return [];
  const turns: Turn[] = [];
  const evidence = { score: cleanScore(score), loss, limit: options.limit * sensitivity };
  addEvidence(state.ladder, evidence);
  if (state.light === 'yellow') addEvidence(state.fresh, evidence);
  if (choice.action === 'audit') {
    if (loss > 0) enterBad(state.ledger, { audit: choice.audit, auditFloor: options.auditFloor, sensitivity });
    state.watch = watchItem(state.watch, { loss, limit: options.limit });
    const alarm = logAlarm(state.watch);
    if (state.light === 'green' && alarm >= Math.log(options.yellow)) turns.push(turnYellow(state));
    else if (state.light === 'yellow' && alarm >= Math.log(options.red)) turns.push(turnRed(state, options));
  }
  if (state.light === 'yellow') turns.push(...prove(state, options, evidence.limit));
  if (state.light === 'green') turns.push(...climb(state, options));
  return turns;
}

/** Audits rise, a new epoch begins, and only evidence from here on can clear the scope. */
export function turnYellow(state: TrustState): Turn {
  state.light = 'yellow';
  state.epoch += 1;
  state.yellows += 1;
  state.fresh = restart(state.ladder);
  return 'yellow';
}

/** The certificate is void. What the fresh evidence certifies by itself stays; usually nothing. */
export function turnRed(state: TrustState, { risk }: TrustOptions): Turn {
  state.ladder = state.light === 'yellow' ? state.fresh : restart(state.ladder);
  state.fresh = newLadder();
  state.light = 'green';
  state.watch = newWatch();
  state.reds += 1;
  state.level = certifiedRung(state.ladder.best, { risk, epoch: state.epoch });
  state.proposed = -1;
  state.met = 0;
  return 'red';
}

function prove(state: TrustState, options: TrustOptions, limit: number): Turn[] {
  if (state.level < 0) return [];
  const checked = state.fresh.checked[state.level] as number;
  const bad = state.fresh.bad[state.level] as number;
  if (logStake(checked, bad, limit) >= Math.log(options.clear)) {
    state.light = 'green';
    state.watch = newWatch();
    state.fresh = newLadder();
    return ['cleared'];
  }
  return checked >= probationLabels(options.limit) ? [turnRed(state, options)] : [];
}

function climb(state: TrustState, options: TrustOptions): Turn[] {
  const offered = certifiedRung(state.ladder.best, { risk: options.risk, epoch: state.epoch });
  if (offered <= Math.max(state.level, state.proposed)) return [];
  if (options.mode === 'propose') {
    state.proposed = offered;
    return ['proposed'];
  }
  openRung(state, offered);
  return ['opened'];
}

function openRung(state: TrustState, level: number): void {
  if (state.level < 0) state.met = 0;
  state.level = level;
  state.proposed = -1;
}

/**
 * A person ratifies the proposal. The evidence is looked at as it is now, not as it was at its best: false when it no longer holds,
 * and the proposal is withdrawn.
 */
export function ratify(state: TrustState, options: TrustOptions, { sensitivity = 1 }: { sensitivity?: number } = {}): boolean {
  const { proposed, ladder, epoch } = state;
  if (proposed < 0 || state.light === 'yellow') return false;
  const limit = options.limit * sensitivity;
  const present = logStake(ladder.checked[proposed] as number, ladder.bad[proposed] as number, limit);
  state.proposed = -1;
  if (present < -Math.log(epochRisk(options.risk, epoch))) return false;
  openRung(state, proposed);
  return true;
}
