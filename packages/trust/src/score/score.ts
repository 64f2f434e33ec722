import { defaultOrder } from './default-order.ts';
import { type LearnedScore, learnedScore } from './learned.ts';
import type { Traits } from './traits.ts';

/** How items are ordered by how safe they look. Plain JSON, frozen for an epoch. Only the order counts; no promise rests on its values. */
export type Score = { kind: 'order' } | LearnedScore;

/** The score of one item, higher is safer; null when a broken confidence says that nothing is known. */
export const scoreOf = (score: Score, traits: Traits): number | null =>
  score.kind === 'order' ? defaultOrder(traits) : learnedScore(score, traits);
