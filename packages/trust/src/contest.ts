import { apply } from './apply.ts';
import type { Choice } from './decide.ts';
import type { Arrived, TrustEvent, Turn } from './events.ts';
import { isLaid } from './ladder.ts';
import type { TrustOptions } from './options.ts';
import { familyOptions } from './scopes.ts';
import { newState, type TrustState } from './state.ts';

/**
 * Two orders of one scope: the default one, and a learned one that runs in its shadow until it has proved more. Each has half of every
 * risk, so that both certificates hold together. The learned order's labels of fitting serve the default order as evidence meanwhile, so
 * that learning costs no time; once the learned order has proved a larger region it acts, for good.
 */
export interface Contest {
  order: TrustState;
  learned: TrustState | null;
  acting: 'order' | 'learned';
}

export interface ContestOutcome {
  contest: Contest;
  choice?: Choice;
  /** What turned for the acting order; `switched` when the learned order took over. */
  turns: (Turn | 'switched')[];
}

/** An arrival with both scores; the learned one is null until it is frozen. */
export interface ContestArrival extends Omit<Arrived, 'score'> {
  scores: { order: number | null; learned: number | null };
}

export const newContest = (version = ''): Contest => ({ order: newState(version), learned: null, acting: 'order' });

/** The options of each order: half of every risk. */
export const contestOptions = (options: TrustOptions): TrustOptions => familyOptions(options, 2);

/** The state that decides now. */
export const actingState = ({ order, learned, acting }: Contest): TrustState => (acting === 'learned' && learned ? learned : order);

/** The fold of a contest; `options` are the scope's, undivided. `scoreFrozen` brings the learned order in. */
export function applyContest(
  contest: Contest,
  event: ContestArrival | Exclude<TrustEvent, Arrived>,
  options: TrustOptions,
): ContestOutcome {
  const half = contestOptions(options);
  if (event.type === 'arrived') return arrive(contest, event, half);
  if (event.type === 'decided') throw new RangeError('A contest decides by itself: let items arrive with both scores.');
  if (event.type === 'versionChanged') return { contest: newContest(event.version), turns: ['ended'] };
  if (event.type === 'scoreFrozen') {
    if (contest.learned) throw new RangeError('A contest learns one order; a refit is a new scope.');
    const { ruler, reviewers, version } = contest.order;
    const learned = apply({ ...newState(version), ruler, reviewers }, event, half).state;
    return { contest: { ...contest, learned }, turns: [] };
  }
  const order = concerns(event, contest.order) || !contest.learned ? apply(contest.order, event, half) : null;
  const learned = contest.learned && (!order || concerns(event, contest.learned)) ? apply(contest.learned, event, half) : null;
  const turns = (contest.acting === 'order' ? order : learned)?.turns ?? [];
  const next = { ...contest, order: order?.state ?? contest.order, learned: learned?.state ?? contest.learned };
  return settle(turns.includes('red') ? voidShadow(next, half) : next, turns);
}

/** What ended the acting order's certificate may have changed every order: the shadow's evidence begins anew too. */
function voidShadow(contest: Contest, options: TrustOptions): Contest {
  if (contest.acting === 'learned' || !contest.learned) return contest;
  return { ...contest, learned: apply(contest.learned, { type: 'red' }, options).state };
}

/** A ratification is for the order that has something proposed. */
const concerns = ({ type }: TrustEvent, { proposed }: TrustState) => type !== 'promoted' || proposed >= 0;

function arrive(contest: Contest, { scores, ...event }: ContestArrival, options: TrustOptions): ContestOutcome {
  if (contest.acting === 'learned' && contest.learned) {
    const { state, choice, turns } = apply(contest.learned, { ...event, score: scores.learned }, options);
    return { contest: { ...contest, learned: state }, turns, ...(choice && { choice }) };
  }
  const acted = apply(contest.order, { ...event, score: scores.order }, options);
  const choice = acted.choice as Choice;
  const learned = contest.learned && shadow(contest.learned, { ...event, score: scores.learned }, choice, options);
  return settle({ ...contest, order: acted.state, learned }, acted.turns, choice);
}

/** The shadow sees exactly the evidence that the acting order's coins picked, and releases nothing. */
function shadow(state: TrustState, event: Arrived, { audit, isEvidence }: Choice, options: TrustOptions): TrustState {
  if (!isEvidence || !isLaid(state.ladder)) return state;
  return apply(state, { ...event, type: 'decided', action: 'review', audit, inRegion: false }, { ...options, watchShare: false }).state;
}

function settle(contest: Contest, turns: Turn[], choice?: Choice): ContestOutcome {
  const outcome = { contest, turns, ...(choice && { choice }) };
  const { acting, learned, order } = contest;
  if (acting === 'learned' || !learned || learned.level <= order.level || order.light !== 'green') return outcome;
  return { ...outcome, contest: { ...contest, acting: 'learned' }, turns: [...turns, 'switched'] };
}
