import type { Evidence } from './ladder.ts';
import type { Bets } from './watch.ts';

/**
 * A certificate is about the mix of items it was earned on. When the share above the threshold changes much, the stream is another one.
 * The same bet as the watch's, on the indicator "above the threshold": one bettor claims that half the share is left, one that half the
 * rest has joined.
 */
export interface Mix {
  /** The share above the threshold in the evidence, when the region opened; 0 when there is nothing to watch. */
  share: number;
  bets: Bets;
}

/** About so many items until a false alarm, if the share is what it was. */
const itemsToFalseAlarm = 100_000;

export const noMix = (): Mix => ({ share: 0, bets: [0, 0] });

/** What the rung holds of the evidence as it opens. Nothing to watch where it holds everything. */
export function mixOf({ checked }: Evidence, rung: number): Mix {
  const [above, all] = [checked[rung] ?? 0, checked.at(-1) ?? 0];
  return above === all ? noMix() : { share: (above + 0.5) / (all + 1), bets: [0, 0] };
}

export function addToMix({ share, bets }: Mix, isAbove: boolean): Mix {
  if (share === 0) return { share, bets };
  const claims = [share / 2, (1 + share) / 2];
  const steps = claims.map((claim) => (isAbove ? Math.log(claim / share) : Math.log((1 - claim) / (1 - share))));
  return { share, bets: steps.map((step, j) => Math.max(0, bets[j] as number) + step) };
}

export const hasMixChanged = ({ bets }: Mix): boolean => Math.max(...bets) >= Math.log(itemsToFalseAlarm);
