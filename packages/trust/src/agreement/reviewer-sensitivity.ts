import { shareInterval } from '../estimates/share-interval.ts';
import { sensitivityBound } from '../ruler.ts';

/** One look of a person at something known to be bad: a seeded error, or what others found independently. */
export interface Look {
  reviewer: string;
  caught: boolean;
}

export interface ReviewerSensitivity {
  reviewer: string;
  /** Known-bad things shown, and those that were caught. */
  shown: number;
  caught: number;
  /** caught / shown. */
  rate: number;
  /** Exact interval (Clopper–Pearson) at the confidence asked for, for one look at the figures. */
  low: number;
  high: number;
  /** A lower bound that holds however often one looks, as the certificate uses it. */
  lowAtAnyTime: number;
}

/**
 * What share of bad work each person catches, with bounds, in the order of first appearance. `confidence` in (0, 1).
 * @throws RangeError for a confidence outside (0, 1).
 */
export function reviewerSensitivity(looks: Iterable<Look>, { confidence = 0.95 }: { confidence?: number } = {}): ReviewerSensitivity[] {
  const found = new Map<string, { shown: number; caught: number }>();
  for (const { reviewer, caught } of looks) {
    const counts = found.get(reviewer) ?? { shown: 0, caught: 0 };
    counts.shown += 1;
    if (caught) counts.caught += 1;
    found.set(reviewer, counts);
  }
  return [...found].map(([reviewer, { shown, caught }]) => ({
    reviewer,
    shown,
    caught,
    rate: caught / shown,
    ...shareInterval({ hits: caught, of: shown, confidence }),
    lowAtAnyTime: sensitivityBound(shown, shown - caught, 1 - confidence),
  }));
}

/** A blind read: one person's judgement of one unit, made without knowing the others'. */
export interface BlindRead {
  unit: string;
  reviewer: string;
  isBad: boolean;
}

/**
 * Natural seeds: for each person the units that all others who read them found bad, and whether this person found them bad too. They
 * over-estimate where an error fools everybody, so that seeded errors go before them.
 */
export function naturalSeeds(reads: Iterable<BlindRead>): Look[] {
  const units = new Map<string, BlindRead[]>();
  for (const read of reads) {
    const unit = units.get(read.unit);
    if (unit) unit.push(read);
    else units.set(read.unit, [read]);
  }
  return [...units.values()].flatMap((unit) =>
    unit
      .filter((own) => unit.length > 1 && unit.every((other) => other === own || other.isBad))
      .map(({ reviewer, isBad }) => ({ reviewer, caught: isBad })),
  );
}
