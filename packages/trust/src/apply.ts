import { beginVersion, freezeScore } from './begin.ts';
import { effectiveLimit, ratify } from './count.ts';
import { type Choice, decide } from './decide.ts';
import { checkDecided, enter } from './enter.ts';
import type { Labelled, TrustEvent } from './events.ts';
import { correct, label, settle } from './label.ts';
import { type Step, turnGreen, turnRed, turnYellow } from './lights.ts';
import type { TrustOptions } from './options.ts';
import { readAgain, reinstate, seed } from './reading.ts';
import { newState, type TrustState } from './state.ts';
import { logAlarm } from './watch.ts';
import { changeOpen, isStalled } from './watermark.ts';

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
    case 'secondRead':
      return readAgain(state, event.missed);
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
