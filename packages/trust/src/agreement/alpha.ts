import { type Judgements, type Tally, tallyJudgements } from './tally.ts';

/** nominal: two categories are the same or not. ordinal: they have an order, and near ones differ less. */
export type AlphaScale = 'nominal' | 'ordinal';

/** How often each pair of categories was given to the same unit; a unit's pairs weigh 1/(size − 1). */
function coincidences({ counts, sizes }: Tally, categories: number): number[][] {
  const matrix = Array.from({ length: categories }, () => Array.from({ length: categories }, () => 0));
  counts.forEach((row, u) => {
    const size = sizes[u] as number;
    if (size < 2) return;
    for (let c = 0; c < categories; c += 1)
      for (let k = 0; k < categories; k += 1) {
        const pairs = (row[c] as number) * ((row[k] as number) - (c === k ? 1 : 0));
        (matrix[c] as number[])[k] = ((matrix[c] as number[])[k] as number) + pairs / (size - 1);
      }
  });
  return matrix;
}

/** The squared ordinal distance: how many judgements lie between c and k, half of each counted. */
function ordinalDistance(totals: readonly number[], c: number, k: number): number {
  const [low, high] = c < k ? [c, k] : [k, c];
  let between = -((totals[low] as number) + (totals[high] as number)) / 2;
  for (let g = low; g <= high; g += 1) between += totals[g] as number;
  return between ** 2;
}

/**
 * Krippendorff's alpha, at most 1, for any number of people, with gaps: 1 − observed / expected disagreement. 0 is chance. `categories`
 * are all that can be given; for the ordinal scale in their order. null where nothing was judged twice, or where everybody always gave
 * the same category, because then nothing can be said about agreement beyond chance.
 * Reference: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, https://repository.upenn.edu/asc_papers/43.
 * @throws RangeError for a judgement that is none of the categories, and for fewer than two categories.
 */
export function krippendorffAlpha<T>(
  units: readonly Judgements<T>[],
  categories: readonly T[],
  { scale = 'nominal' }: { scale?: AlphaScale } = {},
): number | null {
  const matrix = coincidences(tallyJudgements(units, categories), categories.length);
  const totals = matrix.map((row) => row.reduce((sum, value) => sum + value, 0));
  const all = totals.reduce((sum, value) => sum + value, 0);
  let observed = 0;
  let expected = 0;
  for (let c = 0; c < totals.length; c += 1)
    for (let k = 0; k < totals.length; k += 1) {
      if (c === k) continue;
      const distance = scale === 'nominal' ? 1 : ordinalDistance(totals, c, k);
      observed += ((matrix[c] as number[])[k] as number) * distance;
      expected += (totals[c] as number) * (totals[k] as number) * distance;
    }
  return expected === 0 ? null : 1 - ((all - 1) * observed) / expected;
}
