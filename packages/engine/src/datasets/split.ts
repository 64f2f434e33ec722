/** What decides to which part an item belongs. */
export interface Datable {
  id: string;
  decidedAt: number;
  /** Its document; null when it names none. */
  group: string | null;
  /** Equal for equal inputs. */
  inputHash: string;
}

export interface Split {
  train: Set<string>;
  test: Set<string>;
}

/**
 * Parts items by time: about the newest `share` of them are the test. What was decided before is for training, unless its document or
 * its very input is in the test as well: then it is in neither, so that nothing of the test is ever trained on.
 */
export function splitByTime(items: Datable[], share: number): Split {
  const inOrder = items.toSorted((a, b) => a.decidedAt - b.decidedAt || (a.id < b.id ? -1 : 1));
  const first = Math.min(inOrder.length - 1, Math.max(0, Math.round(inOrder.length * (1 - share))));
  const begins = inOrder[first]?.decidedAt ?? Number.POSITIVE_INFINITY;
  const test = inOrder.filter(({ decidedAt }) => decidedAt >= begins);
  const groups = new Set(test.flatMap(({ group }) => group ?? []));
  const inputs = new Set(test.map(({ inputHash }) => inputHash));
  const isFree = ({ decidedAt, group, inputHash }: Datable) =>
    decidedAt < begins && !(group !== null && groups.has(group)) && !inputs.has(inputHash);
  return { train: new Set(inOrder.filter(isFree).map(({ id }) => id)), test: new Set(test.map(({ id }) => id)) };
}
