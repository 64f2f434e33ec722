import { isLaid, thresholdOf } from './ladder.ts';
import type { TrustOptions } from './options.ts';
import type { TrustState } from './state.ts';
import { isStalled } from './watermark.ts';

/** review: a person, because the score is below the region. audit: a person, because chance picked it. release: alone. */
export type Action = 'review' | 'audit' | 'release';

export interface Choice {
  action: Action;
  /** q: the probability with which an item was picked at this moment. Stored with the item: the replay compares coin ≤ audit. */
  audit: number;
  /** The item lay in the automatic region. */
  inRegion: boolean;
  /** Its label will be evidence: the coin picked it, whatever its score. */
  isEvidence: boolean;
}

/** The share audited now: everything without a certificate, then ever less, never below the floor. */
export function auditShare({ level, met, light }: TrustState, { auditFloor, ramp, yellowAudit }: TrustOptions): number {
  if (level < 0) return 1;
  return Math.max(auditFloor, ramp / (ramp + met), light === 'green' ? 0 : yellowAudit);
}

/** A score that orders: a number. Missing and broken ones are null, and such items are always reviewed. ±∞ becomes the largest number. */
export function cleanScore(score: number | null): number | null {
  if (score === null || Number.isNaN(score)) return null;
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, score));
}

const onlyReview: Choice = { action: 'review', audit: 1, inRegion: false, isEvidence: false };

/**
 * What happens to an item, from the past alone. `coin` in [0, 1) is its secret number (coin.ts), `score` orders items by how safe
 * they look. Reads nothing of this item's label and changes nothing. @throws RangeError for a coin outside [0, 1).
 */
export function decide(
  state: TrustState,
  options: TrustOptions,
  { score, coin, version }: { score: number | null; coin: number; version?: string | undefined },
): Choice {
  if (!(coin >= 0 && coin < 1)) throw new RangeError(`A coin must be in [0, 1), got ${coin}.`);
  const clean = cleanScore(score);
  if (!isLaid(state.ladder) || clean === null || (version !== undefined && version !== state.version)) return onlyReview;
  const audit = auditShare(state, options);
  const inRegion = state.level >= 0 && clean >= thresholdOf(state.ladder, state.level);
  const isEvidence = coin <= audit;
  if (!inRegion) return { action: 'review', audit, inRegion, isEvidence };
  if (isEvidence) return { action: 'audit', audit, inRegion, isEvidence };
  return { action: isStalled(state.open) ? 'review' : 'release', audit, inRegion, isEvidence };
}
