/** One side of a comparison: does one round of work and answers what it measured. */
export type Side<T> = (round: number) => Promise<T>;

/**
 * Runs all sides in turn, A B A B, so that what else happens on the machine meets them alike. Every second round goes backwards,
 * so that none always comes first.
 */
export async function inTurn<Names extends string, T>({
  rounds,
  sides,
  onRound,
}: {
  rounds: number;
  sides: Record<Names, Side<T>>;
  onRound?: (name: Names, round: number, result: T) => void;
}): Promise<Record<Names, T[]>> {
  const names = Object.keys(sides) as Names[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Names, T[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const result = await sides[name](round);
      results[name].push(result);
      onRound?.(name, round, result);
    }
  }
  return results;
}
