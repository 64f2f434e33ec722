import { certifiedBound } from '../bound.ts';
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
    if (replay.fold.state.light !== 'green') open.isYellow = true;
    if (at - open.from + 1 >= this.#length) this.close(replay);
  }

  /** Ends the last stretch. */
  close(replay: Replay): void {
    if (this.#open.to < this.#open.from) return;
    this.stretches.push({ ...this.#open, bound: certifiedBound(replay.fold.state, replay.fold.options) });
    this.#open = emptyStretch(this.#open.to + 1);
  }
}
