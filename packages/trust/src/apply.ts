import { countFinding, effectiveLimit, ratify } from './count.ts';
import { type Choice, cleanScore, decide } from './decide.ts';
import type { Decided, Labelled, TrustEvent } from './events.ts';
import { isLaid, layLadder, thresholdsFrom } from './ladder.ts';
import { type Step, turnGreen, turnRed, turnYellow } from './lights.ts';
import { addToMix, hasMixChanged, noMix } from './mix.ts';
import type { TrustOptions } from './options.ts';
import { recordSeed } from './ruler.ts';
import { newState, type TrustState } from './state.ts';
import { logAlarm, newBets } from './watch.ts';
import { changeOpen, drain, isStalled } from './watermark.ts';

export interface Outcome extends Step {
  /** What happens to the item that arrived. */
  choice?: Choice;
}

/**
 * The fold: the state after one event, what turned, and for an arrival the choice. Pure: the given state is not changed. Events of one
 * scope come in the order of their sequence numbers. @throws RangeError for values outside their ranges.
 */
export function apply(state: TrustState, event: TrustEvent, options: TrustOptions): Outcome {
  const outcome = take(state, event, options);
  if (isStalled(outcome.state.open) !== isStalled(state.open)) outcome.turns.push(isStalled(state.open) ? 'resumed' : 'paused');
  return outcome;
}

/** The state that a log of events makes, from the first one. Corrected labels stand where the first ones stood. */
export function rebuild(events: readonly TrustEvent[], options: TrustOptions, from: TrustState = newState()): TrustState {
  const corrected = new Map<string, number>();
  for (const event of events) if (event.type === 'corrected') corrected.set(event.item, event.loss);
  let state = from;
  for (const event of events) {
    if (event.type === 'corrected') continue;
    const loss = event.type === 'labelled' ? corrected.get(event.item) : undefined;
    state = apply(state, loss === undefined ? event : { ...(event as Labelled), loss }, options).state;
  }
  return state;
}

function take(state: TrustState, event: TrustEvent, options: TrustOptions): Outcome {
  switch (event.type) {
    case 'arrived': {
      const choice = decide(state, options, event);
      return { ...enter(state, options, { ...event, ...choice }), choice };
    }
    case 'decided':
      return enter(state, options, checkDecided(event, options));
    case 'labelled':
      return label(state, options, event);
    case 'corrected':
      return correct(state, options, event);
    case 'withdrawn':
      return settle(state, options, event.item, 1);
    case 'overdue':
      return { state: { ...state, open: changeOpen(state.open, event.item, { overdue: true }) }, turns: [] };
    case 'seeded':
      return seed(state, options, event);
    case 'secondRead': {
      const { secondReads, missedReads } = state.ruler;
      const ruler = { ...state.ruler, secondReads: secondReads + 1, missedReads: missedReads + (event.missed ? 1 : 0) };
      return { state: { ...state, ruler }, turns: [] };
    }
    case 'reinstated':
      return reinstate(state, event.reviewer);
    case 'versionChanged':
      return beginVersion(state, event);
    case 'scoreFrozen':
      return freezeScore(state, event.scores);
    case 'promoted':
      return ratify(state, options);
    case 'yellow':
      return turnYellow(state, 'caution');
    case 'red':
      return turnRed(state, options, effectiveLimit(state, options));
    case 'cleared':
      return state.light === 'caution' && logAlarm(state.watch) < Math.log(options.yellow)
        ? turnGreen(state)
        : { state, turns: ['refused'] };
  }
}

/** Counts an arrival. Scores of the warm-up lay the rungs; items of the automatic region thin out the audits. */
function enter(state: TrustState, options: TrustOptions, { item, score, version, action, audit, inRegion, isEvidence }: Entry): Step {
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
function checkDecided(event: Decided, { auditFloor }: TrustOptions): Entry {
  const { coin, action, audit, inRegion } = event;
  if (!(coin >= 0 && coin < 1)) throw new RangeError(`A coin must be in [0, 1), got ${coin}.`);
  if (!(audit >= auditFloor && audit <= 1)) throw new RangeError(`The audit share must be in [${auditFloor}, 1], got ${audit}.`);
  const isPicked = coin <= audit;
  if ((action === 'release' && (isPicked || !inRegion)) || (action === 'audit' && !(isPicked && inRegion)))
    throw new RangeError(`Item ${event.item} cannot have been chosen for ${action}: coin ${coin}, audit share ${audit}.`);
  return { ...event, isEvidence: isPicked };
}

function label(state: TrustState, options: TrustOptions, { item, loss, reviewer }: Labelled): Step {
  if (!(loss >= 0 && loss <= 1)) throw new RangeError(`A loss must be in [0, 1], got ${loss}.`);
  if (reviewer !== undefined && state.reviewers[reviewer]?.alarmed) return { state, turns: ['unheard'] };
  return settle(state, options, item, loss);
}

/** Gives an open item its loss and counts what can be counted now. Other items teach nothing here: chance did not pick them. */
function settle(state: TrustState, options: TrustOptions, item: string, loss: number): Step {
  const changed = changeOpen(state.open, item, { loss });
  if (changed === state.open) return { state, turns: [] };
  const { ready, open } = drain(changed);
  let step: Step = { state: { ...state, open }, turns: [] };
  for (const one of ready) {
    const next = countFinding(step.state, options, one);
    step = { state: next.state, turns: [...step.turns, ...next.turns] };
  }
  return step;
}

function correct(state: TrustState, options: TrustOptions, { item, loss }: { item: string; loss: number }): Step {
  const isOpen = state.open.some((one) => one.item === item);
  return isOpen ? label(state, options, { type: 'labelled', item, loss }) : { state, turns: ['rebuild'] };
}

function seed(state: TrustState, options: TrustOptions, { reviewer, missed }: { reviewer: string; missed: boolean }): Step {
  const before = state.reviewers[reviewer];
  const record = recordSeed(before, missed, options);
  const { seeds, missedSeeds } = state.ruler;
  const ruler = { ...state.ruler, seeds: seeds + 1, missedSeeds: missedSeeds + (missed ? 1 : 0) };
  const next = { ...state, ruler, reviewers: { ...state.reviewers, [reviewer]: record } };
  if (!record.alarmed || before?.alarmed) return { state: next, turns: [] };
  const cautious = turnYellow(next, 'caution');
  return { state: cautious.state, turns: ['alarm', ...cautious.turns] };
}

function reinstate(state: TrustState, reviewer: string): Step {
  const record = state.reviewers[reviewer];
  if (!record) return { state, turns: [] };
  return { state: { ...state, reviewers: { ...state.reviewers, [reviewer]: { ...record, alarmed: false, bets: newBets() } } }, turns: [] };
}

/** Another version is another scope: nothing is proved about it. Reviewers stay who they are. */
function beginVersion(
  state: TrustState,
  { version, keepOrder = false, attempt = 1 }: { version: string; keepOrder?: boolean; attempt?: number },
): Step {
  if (!(Number.isInteger(attempt) && attempt >= 1)) throw new RangeError(`Attempts are counted from 1, got ${attempt}.`);
  const { ruler, reviewers, ladder } = state;
  const kept = keepOrder && isLaid(ladder) ? layLadder(ladder.thresholds) : newState().ladder;
  return { state: { ...newState(version), epoch: attempt, ruler, reviewers, ladder: kept }, turns: ['ended'] };
}

/** Another order of items is another ladder. The risk of the epochs before is spent. */
function freezeScore(state: TrustState, scores: readonly number[]): Step {
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
