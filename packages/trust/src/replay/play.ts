import type { Choice } from '../decide.ts';
import type { Turn } from '../events.ts';
import { thresholdOf } from '../ladder.ts';
import { type TrustOptions, trustOptions } from '../options.ts';
import type { Score } from '../score/score.ts';
import { ContestFold } from './contest-fold.ts';
import type { HistoryItem } from './history.ts';
import { OrderFold, type ReplayFold } from './order-fold.ts';

/** confidence: fewer flags first, then the confidence. learned: the same, until an order fitted on the first labels proves more. */
export type ReplayScore = 'confidence' | 'learned';

export interface ReplayOptions extends Partial<TrustOptions> {
  score?: ReplayScore;
  /** Labels that a learned order is fitted on; they are no evidence for it. */
  lessons?: number;
}

/** Something that turned while item `at` (from 1) was handled, and the level in force afterwards. */
export interface TurnAt {
  at: number;
  /** `switched`: the learned order took over. */
  turn: Turn | 'switched';
  /** The level before and after; −1 for none. */
  from: number;
  to: number;
  /** Items audited so far, this one included. */
  audited: number;
  /** Lowest score of the region in force afterwards, and the order that it is a score of. */
  threshold: number;
  order: Score;
}

/** What happened to one item. */
export interface Played {
  item: HistoryItem;
  /** From 1. */
  at: number;
  choice: Choice;
}

export const replayDefaults = { lessons: 300 } as const;

/** In a replay the recorded verdicts are the truth, and every step up is taken at once. */
function foldFor({ score = 'confidence', lessons = replayDefaults.lessons, ...chosen }: ReplayOptions): ReplayFold {
  const options = trustOptions({ ...chosen, reviewers: 'trusted', mode: 'take' });
  return score === 'learned' ? new ContestFold(options, lessons) : new OrderFold(options);
}

/**
 * Plays a history item by item, as if it had come in under the engine: an item is decided from the past alone, and its label is told
 * only where it is reviewed or audited.
 */
export class Replay {
  readonly fold: ReplayFold;
  readonly turns: TurnAt[] = [];
  reviewed = 0;
  audited = 0;
  released = 0;
  releasedBad = 0;
  firstReleaseAt: number | null = null;

  /** @throws RangeError for a parameter outside its range. */
  constructor(options: ReplayOptions = {}) {
    this.fold = foldFor(options);
  }

  get items(): number {
    return this.reviewed + this.audited + this.released;
  }

  /** Decides on the next item, and learns its label if a person would have looked at it. */
  take(item: HistoryItem): Played {
    const at = this.items + 1;
    const choice = this.fold.arrive(item);
    this.#count(choice, item, at);
    if (choice.action !== 'release') this.#tell(item, at);
    return { item, at, choice };
  }

  #count({ action }: Choice, { isBad }: HistoryItem, at: number): void {
    if (action === 'review') this.reviewed += 1;
    else if (action === 'audit') this.audited += 1;
    else {
      this.released += 1;
      if (isBad) this.releasedBad += 1;
      this.firstReleaseAt ??= at;
    }
  }

  #tell(item: HistoryItem, at: number): void {
    const from = this.fold.state.level;
    const turns = this.fold.tell(item);
    if (turns.length === 0) return;
    const { state, order } = this.fold;
    const after = { to: state.level, threshold: thresholdOf(state.ladder, state.level), order };
    for (const turn of turns) this.turns.push({ at, turn, from, audited: this.audited, ...after });
  }
}
