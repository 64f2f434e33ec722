import type { Held } from './desk-view.ts';

const idOf = (held: Held): string => held.claim.item.id;

/** The benches in the order in which they were set up, each with what is newest of its item. */
const renewed = (benches: Held[], now: Held[]): Held[] => benches.map((held) => now.find((each) => idOf(each) === idOf(held)) ?? held);

const withAll = (benches: Held[], wanted: Held[]): Held[] => [
  ...benches,
  ...wanted.filter((held) => !benches.some((each) => idOf(each) === idOf(held))),
];

/** In the moment of a decision nothing is set up or taken down, but for an item in hand that was not made ready. */
export const benchesAtOnce = (benches: Held[], current: Held, next: Held | null): Held[] =>
  withAll(renewed(benches, next ? [current, next] : [current]), [current]);

/** Afterwards there is time: benches of items that were put out of hand are taken down, and the next one is set up. */
export function benchesSettled(benches: Held[], current: Held, next: Held | null): Held[] {
  const wanted = next ? [current, next] : [current];
  const kept = benches.filter((held) => wanted.some((each) => idOf(each) === idOf(held)));
  return withAll(renewed(kept, wanted), wanted);
}
