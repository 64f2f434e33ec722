import type { Dimension, Unit } from './units.ts';

/** A number with what it counts or measures. `from` and `to` are token indexes, `start` and `end` places in the text. */
export interface Quantity {
  from: number;
  to: number;
  start: number;
  end: number;
  /** As written, before the unit. */
  raw: number;
  /** In base units of the dimension. */
  value: number;
  decimals: number;
  unit: Unit | undefined;
  dimension: Dimension;
  /** Written as a word: "two". */
  spelled: boolean;
  /** The unit stands later in the list: the 20 of "20 x 30 cm". */
  carried: boolean;
  /** "about", "over", "nearly" before it. */
  vague: boolean;
  /** What the number may mean as well, in base units. */
  or?: number;
  /** "6 h 40 min": exact to the smaller unit, so "6 hours" or "7 hours" is another figure. */
  compound?: true;
}

/** Half a unit of the last digit shown: 6.7 stands for 6.65 to 6.75. */
export const toleranceOf = (quantity: Quantity): number => {
  const half = 0.5 * 10 ** -quantity.decimals * (quantity.unit?.factor ?? 1);
  const slack = quantity.vague ? Math.abs(quantity.value) * 0.1 : 0;
  return Math.max(half, slack) * 1.0001;
};

const isComparable = (one: Quantity, other: Quantity): boolean =>
  one.dimension === other.dimension &&
  (one.unit?.only === undefined || other.unit?.only === undefined || one.unit.only === other.unit.only);

/** Rounding to a whole unit may change a figure by so much: 5.4 inches are 5, but 70 cm are not 1 m. */
const roughest = 0.12;

/** Whether a claimed quantity says the same as one of the source, within the digits that it shows. */
export const agrees = (claimed: Quantity, known: Quantity): boolean =>
  saysTheSame(claimed, known) ||
  (claimed.or !== undefined && saysTheSame({ ...claimed, value: claimed.or, decimals: 0 }, known)) ||
  (known.or !== undefined && saysTheSame(claimed, { ...known, value: known.or, decimals: 0 }));

const saysTheSame = (claimed: Quantity, known: Quantity): boolean => {
  if (!isComparable(claimed, known)) return false;
  const gap = Math.abs(claimed.value - known.value);
  if (known.compound && !claimed.vague)
    return gap <= Math.max(known.value * 0.004, toleranceOf({ ...claimed, decimals: Math.max(1, claimed.decimals) }));
  const rounding = claimed.vague ? toleranceOf(claimed) : Math.min(toleranceOf(claimed), Math.abs(known.value) * roughest);
  if (gap <= rounding) return true;
  const isConverted = claimed.unit?.factor !== known.unit?.factor;
  return (
    isConverted &&
    gap <=
      Math.max(
        Math.min(toleranceOf(known), Math.abs(known.value) * roughest),
        Math.abs(known.value) * (claimed.dimension === 'time' ? 0.01 : 0.002),
      )
  );
};
