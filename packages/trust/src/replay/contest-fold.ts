import { actingState, applyContest, type Contest, contestOptions, newContest } from '../contest.ts';
import { ledgerTerms } from '../count.ts';
import type { Choice } from '../decide.ts';
import type { Turn } from '../events.ts';
import { ledgerBound } from '../ledger.ts';
import type { TrustOptions } from '../options.ts';
import { isUnreachable } from '../outlook.ts';
import { fitScore, isEnoughToLearn, type LearnedScore } from '../score/learned.ts';
import { type Score, scoreOf } from '../score/score.ts';
import type { Example } from '../score/traits.ts';
import type { TrustState } from '../state.ts';
import type { HistoryItem } from './history.ts';
import type { ReplayFold } from './order-fold.ts';

const plain: Score = { kind: 'order' };

/** The default order decides, until one that is learned from the first labels has proved more in its shadow. */
export class ContestFold implements ReplayFold {
  readonly options: TrustOptions;
  readonly promised: TrustOptions;
  readonly #lessons: number;
  #contest: Contest = newContest();
  #learned: LearnedScore | null = null;
  #examples: Example[] = [];
  readonly #scores: Record<Contest['acting'], (number | null)[]> = { order: [], learned: [] };

  /** `lessons`: labels that the learned order is fitted on. */
  constructor(options: TrustOptions, lessons: number) {
    this.promised = options;
    this.options = contestOptions(options);
    this.#lessons = lessons;
  }

  get state(): TrustState {
    return actingState(this.#contest);
  }

  get order(): Score {
    return this.#contest.acting === 'learned' && this.#learned ? this.#learned : plain;
  }

  get scores(): readonly (number | null)[] {
    return this.#scores[this.#contest.acting];
  }

  arrive({ id, coin, traits }: HistoryItem): Choice {
    const scores = { order: scoreOf(plain, traits), learned: this.#learned && scoreOf(this.#learned, traits) };
    this.#scores.order.push(scores.order);
    this.#scores.learned.push(scores.learned);
    const { contest, choice } = applyContest(this.#contest, { type: 'arrived', item: id, coin, scores }, this.promised);
    this.#contest = contest;
    return choice as Choice;
  }

  tell({ id, isBad, traits }: HistoryItem): (Turn | 'switched')[] {
    const loss = isBad ? 1 : 0;
    const { contest, turns } = applyContest(this.#contest, { type: 'labelled', item: id, loss }, this.promised);
    this.#contest = contest;
    if (this.#learned === null) this.#learn({ traits, loss });
    return turns;
  }

  #learn(example: Example): void {
    this.#examples.push(example);
    if (!isEnoughToLearn(this.#examples, this.#lessons)) return;
    const learned = fitScore(this.#examples);
    const scores = this.#examples.flatMap(({ traits }) => scoreOf(learned, traits) ?? []);
    this.#examples = [];
    this.#learned = learned;
    this.#contest = applyContest(this.#contest, { type: 'scoreFrozen', scores }, this.promised).contest;
  }

  ledgerBound(): number {
    const { order, learned } = this.#contest;
    const terms = { ...ledgerTerms(this.options), delta: this.options.ledgerRisk };
    return ledgerBound(order.ledger, terms) + (learned ? ledgerBound(learned.ledger, terms) : 0);
  }

  isUnreachable(): boolean {
    const { order, learned } = this.#contest;
    return isUnreachable(order, this.promised) && (learned === null || isUnreachable(learned, this.promised));
  }
}
