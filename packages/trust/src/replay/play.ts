import { apply } from '../apply.ts';
import type { Choice } from '../decide.ts';
import type { Turn } from '../events.ts';
import { thresholdOf } from '../ladder.ts';
import { type TrustOptions, trustOptions } from '../options.ts';
import { fitScore } from '../score/learned.ts';
import { type Score, scoreOf } from '../score/score.ts';
import type { Example } from '../score/traits.ts';
import { newState, type TrustState } from '../state.ts';
import type { HistoryItem } from './history.ts';

/** confidence: fewer flags first, then the confidence. learned: an order fitted on the first labels, then frozen. */
export type ReplayScore = 'confidence' | 'learned';

export interface ReplayOptions extends Partial<TrustOptions> {
  score?: ReplayScore;
  /** Labels that a learned score is fitted on; they are no evidence. */
  lessons?: number;
}

/** Something that turned while item `at` (from 1) was handled, and the level in force afterwards. */
export interface TurnAt {
  at: number;
  turn: Turn;
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
  score: number | null;
}

export const replayDefaults = { lessons: 300 } as const;

/** In a replay the recorded verdicts are the truth, and every step up is taken at once. */
const replayTrust = ({ score: _, lessons: __, ...chosen }: ReplayOptions): TrustOptions =>
  trustOptions({ ...chosen, reviewers: 'trusted', mode: 'take' });

/**
 * Plays a history item by item, as if it had come in under the engine: an item is decided from the past alone, and its label is told
 * only where it is reviewed or audited.
 */
export class Replay {
  readonly options: TrustOptions;
  state: TrustState = newState();
  score: Score | null;
  readonly turns: TurnAt[] = [];
  reviewed = 0;
  audited = 0;
  released = 0;
  releasedBad = 0;
  firstReleaseAt: number | null = null;
  readonly #lessons: number;
  #examples: Example[] = [];

  /** @throws RangeError for a parameter outside its range. */
  constructor(options: ReplayOptions = {}) {
    this.options = replayTrust(options);
    this.score = options.score === 'learned' ? null : { kind: 'order' };
    this.#lessons = options.lessons ?? replayDefaults.lessons;
  }

  get items(): number {
    return this.reviewed + this.audited + this.released;
  }

  /** Decides on the next item, and learns its label if a person would have looked at it. */
  take(item: HistoryItem): Played {
    const at = this.items + 1;
    const score = this.score === null ? null : scoreOf(this.score, item.traits);
    const arrived = apply(this.state, { type: 'arrived', item: item.id, score, coin: item.coin }, this.options);
    this.state = arrived.state;
    const choice = arrived.choice as Choice;
    this.#count(choice, item, at);
    if (choice.action !== 'release') this.#tell(item, at);
    return { item, at, choice, score };
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
    const loss = item.isBad ? 1 : 0;
    if (this.score === null) {
      this.#learn({ traits: item.traits, loss });
      return;
    }
    const from = this.state.level;
    const told = apply(this.state, { type: 'labelled', item: item.id, loss }, this.options);
    this.state = told.state;
    const after = { to: told.state.level, threshold: thresholdOf(told.state.ladder, told.state.level), order: this.score };
    for (const turn of told.turns) this.turns.push({ at, turn, from, audited: this.audited, ...after });
  }

  #learn(example: Example): void {
    this.#examples.push(example);
    if (this.#examples.length < this.#lessons) return;
    const score = fitScore(this.#examples);
    const scores = this.#examples.map(({ traits }) => scoreOf(score, traits) ?? Number.NEGATIVE_INFINITY);
    this.state = apply(this.state, { type: 'scoreFrozen', scores: scores.filter(Number.isFinite) }, this.options).state;
    this.score = score;
    this.#examples = [];
  }
}
