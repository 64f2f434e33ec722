import { rungRisks } from '../ladder.ts';
import { epochRisk, ladderRisk, rungWeights } from '../options.ts';
import { upperBound } from '../stake.ts';
import type { Played, Replay } from './play.ts';

/** One stretch of the history, for the plots. Counts are of the stretch alone. */
export interface Stretch {
  /** First and last item, from 1. */
  from: number;
  to: number;
  reviewed: number;
  audited: number;
  released: number;
  releasedBad: number;
  /** Items that lay in the automatic region when they came, and the bad ones among them, whether anybody saw it or not. */
  inRegion: number;
  badInRegion: number;
  isYellow: boolean;
  /** At the end of the stretch: the error rate that the evidence of the level in force rules out; null without a level. */
  bound: number | null;
}

/**
 * The error rate that the certificate in force rules out; null without one. Never above the limit, which the evidence ruled out when the
 * level was reached, even where it has become a little weaker since.
 */
export function certifiedBound({ state: { ladder, level, epoch }, options }: Pick<Replay, 'state' | 'options'>): number | null {
  if (level < 0) return null;
  const spending = { risk: ladderRisk(options), epoch };
  const risk = Math.max(rungRisks(ladder.best, spending)[level] as number, epochRisk(spending.risk, epoch) * leastWeight);
  return Math.min(options.limit, upperBound(ladder.checked[level] as number, ladder.bad[level] as number, risk));
}

/** The smallest part of the risk that a rung begins with: a later epoch may have left the chain that certified the level. */
const leastWeight = Math.min(...rungWeights.filter((weight) => weight > 0));

const emptyStretch = (from: number): Stretch => ({
  from,
  to: from - 1,
  reviewed: 0,
  audited: 0,
  released: 0,
  releasedBad: 0,
  inRegion: 0,
  badInRegion: 0,
  isYellow: false,
  bound: null,
});

/** Gathers what happened into stretches of `length` items. */
export class Timeline {
  readonly stretches: Stretch[] = [];
  readonly #length: number;
  #open = emptyStretch(1);

  /** @throws RangeError for a length below 1. */
  constructor(length: number) {
    if (!(Number.isInteger(length) && length >= 1)) throw new RangeError(`A stretch needs one item or more, got ${length}.`);
    this.#length = length;
  }

  add({ item, at, choice }: Played, replay: Replay): void {
    const open = this.#open;
    open.to = at;
    if (choice.action === 'review') open.reviewed += 1;
    else if (choice.action === 'audit') open.audited += 1;
    else open.released += 1;
    if (choice.action === 'release' && item.isBad) open.releasedBad += 1;
    if (choice.inRegion) open.inRegion += 1;
    if (choice.inRegion && item.isBad) open.badInRegion += 1;
    if (replay.state.light !== 'green') open.isYellow = true;
    if (at - open.from + 1 >= this.#length) this.close(replay);
  }

  /** Ends the last stretch. */
  close(replay: Replay): void {
    if (this.#open.to < this.#open.from) return;
    this.stretches.push({ ...this.#open, bound: certifiedBound(replay) });
    this.#open = emptyStretch(this.#open.to + 1);
  }
}
