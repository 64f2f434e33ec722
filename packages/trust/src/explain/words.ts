import { rungShares, type TrustOptions } from '../options.ts';
import { percent } from './numbers.ts';

/** The region of a rung in words. */
export const region = (rung: number): string =>
  rungShares[rung] === 1 ? 'all items' : `the safest ${percent(rungShares[rung] as number)}`;

/** What the limit is on, in words. */
export const whatErrs = ({ promise }: TrustOptions): string =>
  promise === 'all' ? 'the share of all items that is released and wrong' : 'the error rate of what is released';
