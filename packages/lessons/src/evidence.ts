/** What happened where a rule spoke of a text after it was noticed. Kept as it is serialised, so names are short. */
export interface Evidence {
  /** Documents in which it was what the person did, and in which it was not. */
  hits: number;
  misses: number;
  /** Places: how often the person changed it just so, of how many. */
  changed: number;
  cases: number;
  /** The last outcomes, the newest in the lowest bit: 1 is a miss. */
  recent: number;
  /** The last documents that counted, as hashes. */
  documents: number[];
  /** Places where no surer rule would have said the same, and the key of the rule that last did. */
  alone: number;
  behind: string;
}

export const noEvidence = (): Evidence => ({ hits: 0, misses: 0, changed: 0, cases: 0, recent: 0, documents: [], alone: 0, behind: '' });

const rememberedDocuments = 24;
const rememberedOutcomes = 0xffff;

export interface Outcome {
  changed: number;
  cases: number;
}

/** Shares of an item count in quarters: as exact as one item can be. */
const quarters = (share: number): number => Math.round(share * 4) / 4;

/**
 * Takes in one item. A document counts once, by the first of its items that the rule spoke of, in the share of places where it was right.
 * `everyTime`: the group is too large to be one document, so each item counts.
 */
export const takeIn = (evidence: Evidence, { changed, cases }: Outcome, document: number, everyTime: boolean): void => {
  evidence.changed += changed;
  evidence.cases += cases;
  const right = quarters(changed / cases);
  evidence.recent = ((evidence.recent << 1) | (right < 0.5 ? 1 : 0)) & rememberedOutcomes;
  if (!everyTime && evidence.documents.includes(document)) return;
  evidence.documents.push(document);
  if (evidence.documents.length > rememberedDocuments) evidence.documents.shift();
  evidence.hits += right;
  evidence.misses += 1 - right;
};

const doubtful = 0.5;
const alarm = 6.5;

/**
 * Whether the last outcomes say that people have changed their mind: a sum of log likelihood ratios, right half of the time against right
 * as often as expected, that starts anew at nothing (CUSUM, E. S. Page, Biometrika 41, 1954). Two misses in a row end a sure rule, three or four a
 * less sure one; one that is still right is ended by chance about once in a thousand outcomes.
 */
export const hasTurned = ({ recent }: Pick<Evidence, 'recent'>, expected: number): boolean => {
  const sure = Math.min(0.99, Math.max(0.9, expected));
  let sum = 0;
  for (let i = 15; i >= 0; i -= 1) {
    const isMiss = ((recent >> i) & 1) === 1;
    sum = Math.max(0, sum + (isMiss ? Math.log((1 - doubtful) / (1 - sure)) : Math.log(doubtful / sure)));
  }
  return sum >= alarm;
};
