import type { TrustOptions } from './options.ts';
import type { TrustState } from './state.ts';

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
  return Math.max(auditFloor, ramp / (ramp + met), light === 'yellow' ? yellowAudit : 0);
}

/** A missing or broken score counts as the lowest: such an item is always reviewed unless everything is certified. */
export const cleanScore = (score: number | null): number => (score === null || Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score);

/**
 * What happens to an item, from the past alone. `coin` in [0, 1) is its secret number (coin.ts), `score` orders items by how safe
 * they look. Reads nothing of this item's label and changes nothing.
 */
export function decide(state: TrustState, options: TrustOptions, { score, coin }: { score: number | null; coin: number }): Choice {
  if (state.ladder.thresholds.length === 0) return { action: 'review', audit: 1, inRegion: false, isEvidence: false };
  const audit = auditShare(state, options);
  const threshold = state.ladder.thresholds[state.level] ?? Number.POSITIVE_INFINITY;
  const inRegion = state.level >= 0 && cleanScore(score) >= threshold;
  const isEvidence = coin <= audit;
  return { action: inRegion ? (isEvidence ? 'audit' : 'release') : 'review', audit, inRegion, isEvidence };
}
