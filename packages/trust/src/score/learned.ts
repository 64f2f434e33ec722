import { bucketOf, figures, type Row, words } from './features.ts';
import { fitLogistic, linear } from './logistic.ts';
import type { Example, Traits } from './traits.ts';

/** A fitted order, frozen: everything needed to score an item again, as plain JSON. */
export interface LearnedScore {
  kind: 'learned';
  /** Names of the extra numbers, and of categories and models that were seen. */
  numbers: string[];
  groups: string[];
  mean: number[];
  deviation: number[];
  buckets: number;
  weights: number[];
}

const bucketCount = 256;

const groupsOf = ({ category, model }: Traits) => [
  ...(category === undefined ? [] : [`category ${category}`]),
  ...(model === undefined ? [] : [`model ${model}`]),
];

/** Constant, figures with whether they are missing, groups, hashed words of the output. Ascending indices. */
function rowOf(score: Omit<LearnedScore, 'weights' | 'kind'>, traits: Traits): Row {
  const cells = new Map<number, number>([[0, 1]]);
  const width = score.mean.length;
  figures(traits, score.numbers).forEach((value, j) => {
    const isMissing = Number.isNaN(value);
    if (isMissing) cells.set(1 + width + j, 1);
    else cells.set(1 + j, Math.max(-5, Math.min(5, (value - (score.mean[j] as number)) / (score.deviation[j] as number))));
  });
  for (const group of groupsOf(traits)) {
    const at = score.groups.indexOf(group);
    if (at >= 0) cells.set(1 + 2 * width + at, 1);
  }
  const found = words(traits.output ?? '').map((word) => 1 + 2 * width + score.groups.length + bucketOf(word, score.buckets));
  for (const at of found) cells.set(at, (cells.get(at) ?? 0) + 1 / Math.sqrt(found.length));
  const at = [...cells.keys()].sort((a, b) => a - b);
  return { at, value: at.map((index) => cells.get(index) as number) };
}

/** Higher is safer: the log-odds of being good. null for a broken confidence. */
export function learnedScore(score: LearnedScore, traits: Traits): number | null {
  const { confidence } = traits;
  if (confidence !== undefined && confidence !== null && !Number.isFinite(confidence)) return null;
  return -linear(rowOf(score, traits), score.weights);
}

/**
 * Learns an order from labelled items, by ridge logistic regression. Their labels must never be evidence in the epoch that the score
 * serves. Deterministic. @throws RangeError without examples.
 */
export function fitScore(examples: readonly Example[]): LearnedScore {
  if (examples.length === 0) throw new RangeError('A score needs labelled items to learn from.');
  const numbers = [...new Set(examples.flatMap(({ traits }) => Object.keys(traits.numbers ?? {})))].sort();
  const groups = [...new Set(examples.flatMap(({ traits }) => groupsOf(traits)))].sort();
  const table = examples.map(({ traits }) => figures(traits, numbers));
  const columns = (table[0] as number[]).map((_, j) => table.map((row) => row[j] as number).filter((value) => !Number.isNaN(value)));
  const mean = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / Math.max(1, column.length));
  const deviation = columns.map((column, j) => {
    const variance = column.reduce((sum, value) => sum + (value - (mean[j] as number)) ** 2, 0) / Math.max(1, column.length);
    return Math.sqrt(variance) || 1;
  });
  const shape = { numbers, groups, mean, deviation, buckets: bucketCount };
  const penalty = [
    1e-3,
    ...mean.map(() => 1),
    ...mean.map(() => 1),
    ...groups.map(() => 1),
    ...Array.from({ length: bucketCount }, () => 5),
  ];
  const rows = examples.map(({ traits }) => rowOf(shape, traits));
  return {
    kind: 'learned',
    ...shape,
    weights: fitLogistic(
      rows,
      examples.map(({ loss }) => loss),
      penalty,
    ),
  };
}
