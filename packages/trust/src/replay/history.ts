import type { Traits } from '../score/traits.ts';

/** An item of a finished history: everything about it is known, but it is told only what a person would have been asked to look at. */
export interface HistoryItem {
  id: string;
  /** Its secret number in [0, 1), from the id alone. */
  coin: number;
  traits: Traits;
  isBad: boolean;
}

/** Uniform numbers in [0, 1) from a seed (mulberry32), for shuffling: the same on every machine. */
function* numbersFrom(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** The items in an order that the seed alone decides (Fisher and Yates), as a new list. `seed` is taken as 32 bits. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const mixed = [...items];
  const numbers = numbersFrom(seed);
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(numbers.next().value * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}
