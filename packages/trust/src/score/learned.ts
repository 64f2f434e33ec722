import { columnsOf, type Layout, layoutOf, rowOf } from './layout.ts';
import { type Fit, fitLogistic, linear } from './logistic.ts';
import type { Example, Traits } from './traits.ts';

/** A fitted order, frozen: everything needed to score an item again, as plain JSON. */
export interface LearnedScore {
  kind: 'learned';
  layout: Layout;
  weights: number[];
}

/** How strongly all but the confidence is held back: the one that predicts left-out examples best is taken. */
const holds = [30, 10, 3, 1, 0.3];

/** The constant is free, the confidence and flags nearly so; words must earn their place. */
function penaltyOf(layout: Layout, hold: number): number[] {
  const { figure, missing, bent, group, word, size } = columnsOf(layout);
  const ofColumn = (column: number) => {
    if (column < figure) return 1e-3;
    if (column < figure + 4) return 0.1;
    if (column >= bent && column < group) return 1;
    if (column < missing || column < word) return 2 * hold;
    return 5 * hold;
  };
  return Array.from({ length: size }, (_, column) => ofColumn(column));
}

/** Bad items that a score needs to see before it is worth fitting, and how many times the lessons it waits for them at most. */
const fewestBad = 40;
const longestWait = 5;

/** Whether there is enough to learn from: `lessons` labels with enough bad ones among them, or several times as many. */
export function isEnoughToLearn(examples: readonly Example[], lessons: number): boolean {
  if (examples.length < lessons) return false;
  return examples.length >= longestWait * lessons || examples.filter(({ loss }) => loss > 0).length >= Math.min(fewestBad, lessons / 4);
}

/** Higher is safer: the log-odds of being good. null for a broken confidence. */
export function learnedScore({ layout, weights }: LearnedScore, traits: Traits): number | null {
  const { confidence } = traits;
  if (confidence !== undefined && confidence !== null && !Number.isFinite(confidence)) return null;
  return -linear(rowOf(layout, traits), weights);
}

/**
 * Learns an order from labelled items, by ridge logistic regression. Their labels must never be evidence in the epoch that the score
 * serves. Deterministic. 300 labels are a good beginning, with 40 bad ones among them. @throws RangeError without examples.
 */
export function fitScore(examples: readonly Example[]): LearnedScore {
  if (examples.length === 0) throw new RangeError('A score needs labelled items to learn from.');
  const layout = layoutOf(examples);
  const rows = examples.map(({ traits }) => rowOf(layout, traits));
  const targets = examples.map(({ loss }) => loss);
  let best: Fit | null = null;
  let last: Fit | null = null;
  for (const hold of holds) {
    last = fitLogistic({ rows, targets, penalty: penaltyOf(layout, hold) }, last?.weights);
    if (!best || last.leaveOneOut < best.leaveOneOut) best = last;
  }
  return { kind: 'learned', layout, weights: [...(best as Fit).weights] };
}
