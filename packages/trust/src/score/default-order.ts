import type { Traits } from './traits.ts';

/**
 * The order before anything is learned: error-level flags, then other flags, then confidence. Higher is safer. Without any confidence
 * the flags alone order; without flags too, all items are equal and the checkpoint is all or nothing.
 */
export function defaultOrder({ confidence, flags = 0, errors = 0 }: Traits): number | null {
  if (confidence !== undefined && confidence !== null && !Number.isFinite(confidence)) return null;
  const sure = Math.max(0, Math.min(1, confidence ?? 0));
  return sure - 2 * Math.max(0, flags - errors) - 2000 * Math.max(0, errors);
}
