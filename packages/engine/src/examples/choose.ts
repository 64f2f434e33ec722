/** A past correction that may serve as an example. */
export interface Candidate {
  itemId: string;
  isEdit: boolean;
  decidedAt: Date;
  words: string[];
  /** Likeness of the texts by their letters, 0 to 1; null where that cannot be compared. */
  letters: number | null;
}

export interface Chosen extends Candidate {
  /** How like the input is, 0 to 1. */
  similarity: number;
}

const lettersShare = 0.3;
/** A correction of half a year ago counts half as much as one of today, and none less than a third. */
const halfLifeDays = 180;
const leastRecency = 1 / 3;
/** How much likeness to what was chosen already takes away: maximal marginal relevance (Carbonell and Goldstein 1998). */
const relevanceShare = 0.6;

const recency = (at: Date, now: Date) => Math.max(leastRecency, 0.5 ** ((now.getTime() - at.getTime()) / 86_400_000 / halfLifeDays));

/** Share of the weight of the input's words that the candidate has too. */
function coverage(weights: Map<string, number>, words: string[]): number {
  let [shared, all] = [0, 0];
  const own = new Set(words);
  for (const [word, weight] of weights) {
    all += weight;
    if (own.has(word)) shared += weight;
  }
  return all === 0 ? 0 : shared / all;
}

function likeness(one: Set<string>, other: Set<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let shared = 0;
  for (const word of small) if (large.has(word)) shared += 1;
  return shared / (one.size + other.size - shared);
}

/**
 * The `k` most useful candidates: edits before approvals, among each the like and recent ones, and no two that say the same. `weights`
 * says how telling each word of the input is.
 */
export function chooseExamples(
  candidates: Candidate[],
  { weights, k, now }: { weights: Map<string, number>; k: number; now: Date },
): Chosen[] {
  const scored = candidates.map((candidate) => {
    const byWords = coverage(weights, candidate.words);
    const similarity = candidate.letters === null ? byWords : (1 - lettersShare) * byWords + lettersShare * candidate.letters;
    return { ...candidate, similarity, worth: similarity * recency(candidate.decidedAt, now), set: new Set(candidate.words) };
  });
  const chosen: typeof scored = [];
  for (const isEdit of [true, false]) {
    const left = scored.filter((one) => one.isEdit === isEdit);
    while (chosen.length < k && left.length > 0) {
      const gain = ({ worth, set }: (typeof left)[number]) =>
        relevanceShare * worth - (1 - relevanceShare) * Math.max(0, ...chosen.map((other) => likeness(set, other.set)));
      const best = left.reduce((a, b) => (gain(b) > gain(a) ? b : a));
      chosen.push(best);
      left.splice(left.indexOf(best), 1);
    }
  }
  return chosen.map(({ worth: _, set: __, ...one }) => one);
}
