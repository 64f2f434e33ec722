/** One thing that was judged: what each person said, null for those who did not see it. */
export type Judgements<T> = readonly (T | null)[];

/** How many people gave each category, per unit. `counts[u][k]` counts category k of unit u; `sizes[u]` is the sum of its counts. */
export interface Tally {
  counts: number[][];
  sizes: number[];
}

/**
 * Counts judgements by category. `categories` lists all that can be given, in their order where they have one.
 * @throws RangeError for a judgement that is not among them, and for fewer than two categories.
 */
export function tallyJudgements<T>(units: readonly Judgements<T>[], categories: readonly T[]): Tally {
  if (categories.length < 2) throw new RangeError('Agreement needs at least two categories that could have been given.');
  const place = new Map(categories.map((category, k) => [category, k]));
  const counts = units.map((unit) => {
    const row = categories.map(() => 0);
    for (const given of unit) {
      if (given === null) continue;
      const k = place.get(given);
      if (k === undefined) throw new RangeError(`"${given}" is none of the categories ${categories.join(', ')}.`);
      row[k] = (row[k] as number) + 1;
    }
    return row;
  });
  return { counts, sizes: counts.map((row) => row.reduce((sum, count) => sum + count, 0)) };
}
