import type { TrustOptions } from '../options.ts';
import { logMirroredStake } from '../stake.ts';
import type { TrustState } from '../state.ts';

/**
 * Whether the limit can be kept by releasing anything at all in this order. true: something is certified. false: proved that every region,
 * down to the safest, is worse than the limit; the mirrored stake exceeds 1/δ on every rung, an intersection–union test that needs no
 * correction for their number. Else undecided: too little evidence, or an error rate too close to the limit.
 */
export function reachability({ level, ladder }: TrustState, { limit, risk }: TrustOptions): true | false | 'undecided' {
  if (level >= 0) return true;
  const isProved =
    ladder.checked.length > 0 &&
    ladder.checked.every((checked, rung) => logMirroredStake(checked, ladder.bad[rung] as number, limit) >= -Math.log(risk));
  return isProved ? false : 'undecided';
}
