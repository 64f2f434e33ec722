import { apply } from '../apply.ts';
import { ledgerTerms } from '../count.ts';
import type { Choice } from '../decide.ts';
import type { Turn } from '../events.ts';
import { ledgerBound } from '../ledger.ts';
import type { TrustOptions } from '../options.ts';
import { isUnreachable } from '../outlook.ts';
import { type Score, scoreOf } from '../score/score.ts';
import { newState, type TrustState } from '../state.ts';
import type { HistoryItem } from './history.ts';

/** What a replay needs of the engine, whether one order decides or two compete. */
export interface ReplayFold {
  /** The options that were asked for. */
  readonly promised: TrustOptions;
  /** The state that decides, the options that it lives under (of two orders each has half of the risk), and the order it goes by. */
  readonly state: TrustState;
  readonly options: TrustOptions;
  readonly order: Score;
  /** Scores of all items so far by that order; null for those before it, and for broken ones. */
  readonly scores: readonly (number | null)[];
  arrive(item: HistoryItem): Choice;
  /** Tells the label of the item that arrived last. */
  tell(item: HistoryItem): (Turn | 'switched')[];
  /** Bad items released since the beginning, at most, at the ledger's risk. */
  ledgerBound(): number;
  /** Proved at the scope's risk: no region of any order keeps the limit. */
  isUnreachable(): boolean;
}

/** One order decides: fewer flags first, then confidence. */
export class OrderFold implements ReplayFold {
  readonly promised: TrustOptions;
  readonly options: TrustOptions;
  readonly order: Score = { kind: 'order' };
  readonly scores: (number | null)[] = [];
  state: TrustState = newState();

  constructor(options: TrustOptions) {
    this.promised = options;
    this.options = options;
  }

  arrive({ id, coin, traits }: HistoryItem): Choice {
    const score = scoreOf(this.order, traits);
    this.scores.push(score);
    const { state, choice } = apply(this.state, { type: 'arrived', item: id, score, coin }, this.options);
    this.state = state;
    return choice as Choice;
  }

  tell({ id, isBad }: HistoryItem): Turn[] {
    const { state, turns } = apply(this.state, { type: 'labelled', item: id, loss: isBad ? 1 : 0 }, this.options);
    this.state = state;
    return turns;
  }

  ledgerBound(): number {
    return ledgerBound(this.state.ledger, { ...ledgerTerms(this.options), delta: this.options.ledgerRisk });
  }

  isUnreachable(): boolean {
    return isUnreachable(this.state, this.options);
  }
}
