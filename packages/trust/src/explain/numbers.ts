/** 6146 → "6,146": whole numbers for people. */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** 0.0328 → "3.3 %": two digits that matter, at most one behind the point from 1 % on. Bounds are rounded up, never down. */
export function percent(value: number, rounding: 'nearest' | 'up' = 'nearest'): string {
  const of = 100 * value;
  const digits = of >= 1 || of === 0 ? 1 : Math.min(4, 1 - Math.floor(Math.log10(of)));
  const scale = 10 ** digits;
  const rounded = (rounding === 'up' ? Math.ceil(of * scale - 1e-6) : Math.round(of * scale)) / scale;
  return `${rounded} %`;
}

/** A total loss: whole where the losses are, else to a tenth. */
export const total = (value: number): string => (Number.isInteger(value) ? count(value) : (Math.round(10 * value) / 10).toString());

export const plural = (value: number, one: string, many: string): string => (value === 1 ? one : many);

/** The stake behind a logarithm, as tries: never more than a billion, which says enough. */
export function tries(logStake: number): string {
  return logStake > Math.log(1e9) ? 'a billion' : count(Math.max(1, Math.floor(Math.exp(logStake) + 1e-9)));
}
