import { type Candidate, familyOf } from './candidate.ts';
import { earnsItsContext } from './context.ts';
import { hasTurned } from './evidence.ts';
import type { Learner } from './learner.ts';
import { type Cell, doubt, type Fit, fitPrior, type Precision, type Prior, precisionOf, without } from './prior.ts';
import { coreKey, covers } from './rule.ts';

/** What must hold of a rule's precision. Share of its suggestions that are what the person does. */
export interface Thresholds {
  /** To be proposed, and shown after a person has agreed. */
  show: { expected: number; bound: number; hits: number };
  /** To be applied by itself. */
  apply: { bound: number; hits: number };
}

export const thresholds: Thresholds = { show: { expected: 0.9, bound: 0.8, hits: 5 }, apply: { bound: 0.99, hits: 50 } };

export interface Appraised extends Precision {
  candidate: Candidate;
  mayApply: boolean;
}

const beliefStrength = { all: 40, family: 20 };

/** The places of one change that are of one family are one piece of evidence together, however many they are. */
const cellsOfChange = (places: readonly Candidate[]): Map<string, Cell[]> => {
  const families = Map.groupBy(
    places.filter(({ hits, misses }) => hits + misses > 0),
    familyOf,
  );
  return new Map(
    [...families].map(([family, list]) => [family, list.map(({ hits, misses }) => ({ hits, misses, weight: 1 / list.length }))]),
  );
};

const merged = (cells: readonly Cell[]): Cell[] => {
  const sums = new Map<string, Cell>();
  for (const cell of cells) {
    const key = `${cell.hits} ${cell.misses}`;
    const sum = sums.get(key);
    if (sum) sum.weight += cell.weight;
    else sums.set(key, { ...cell });
  }
  return [...sums.values()];
};

/** How right rules are here, learned per family and over all. */
export class Beliefs {
  readonly #all: Fit;
  readonly #families: Map<string, Fit>;

  constructor(learner: Learner) {
    const cells = new Map<string, Cell[]>();
    const add = (family: string, more: readonly Cell[]) => {
      const list = cells.get(family);
      if (list) list.push(...more);
      else cells.set(family, [...more]);
    };
    for (const places of learner.changes()) for (const [family, more] of cellsOfChange(places)) add(family, more);
    for (const { family, ...cell } of learner.outgone.cells()) add(family, [cell]);
    const families = new Map([...cells].map(([family, list]) => [family, merged(list)]));
    this.#all = fitPrior(merged([...families.values()].flat()), doubt, beliefStrength.all);
    this.#families = new Map(
      [...families].map(([family, list]) => [family, fitPrior(list, this.#beliefOf(family, this.#all.prior), beliefStrength.family)]),
    );
  }

  /** What to think of a rule of a family before its own evidence, as the other changes have it. */
  before(family: string, change: readonly Candidate[]): Prior {
    const own = cellsOfChange(change);
    const all = without(this.#all, [...own.values()].flat(), doubt);
    const fit = this.#families.get(family);
    const belief = this.#beliefOf(family, all);
    return fit === undefined ? belief : without(fit, own.get(family) ?? [], belief);
  }

  /** Whole values stand for themselves in each field: that a shop's name can be remembered says nothing of a total. */
  #beliefOf(family: string, all: Prior): Prior {
    return family.startsWith('value ') ? doubt : all;
  }
}

/** Of two opinions, the lower. */
const careful = (one: Precision, other: Precision): Precision => ({
  expected: Math.min(one.expected, other.expected),
  bound: Math.min(one.bound, other.bound),
});

/** Fewer hits than this and nothing can be said. */
const fewestHits = 3;

export interface Weighed extends Appraised {
  /** It has proved right, and no wider or surer rule says the same. */
  isRight: boolean;
}

/** What is to be thought of every candidate that was right some times, the surest first. */
export const weigh = (learner: Learner, { show, apply }: Thresholds = thresholds): Weighed[] => {
  const beliefs = new Beliefs(learner);
  const weighed: Weighed[] = [];
  for (const change of learner.changes()) {
    for (const candidate of change) {
      if (candidate.hits < fewestHits || candidate.misses > candidate.hits) continue;
      const precision = careful(
        precisionOf(beliefs.before(familyOf(candidate), change), candidate.hits, candidate.misses),
        precisionOf(learner.streaks.before(candidate), candidate.hits, candidate.misses),
      );
      const isSure = precision.expected >= show.expected && precision.bound >= show.bound && candidate.hits >= show.hits;
      const isRight = isSure && !hasTurned(candidate, precision.expected) && earnsItsContext(candidate, change);
      weighed.push({
        candidate,
        ...precision,
        isRight,
        mayApply: isRight && precision.bound >= apply.bound && candidate.hits >= apply.hits,
      });
    }
  }
  const right = new Set(withoutCovered(weighed.filter((one) => one.isRight)));
  return weighed
    .map((one) => ({ ...one, isRight: right.has(one) }))
    .sort((a, b) => b.bound - a.bound || b.candidate.hits - a.candidate.hits || (a.candidate.key < b.candidate.key ? -1 : 1));
};

/** The candidates that have proved right, the widest of each change only, the surest first. */
export const appraise = (learner: Learner, given: Thresholds = thresholds): Appraised[] =>
  weigh(learner, given).filter(({ isRight }) => isRight);

/** The most promising of those that have not yet proved right, one of each change. */
export const onTrial = (weighed: readonly Weighed[], limit: number): Weighed[] => {
  const proved = new Set(weighed.filter(({ isRight }) => isRight).map(({ candidate }) => coreKey(candidate)));
  const trial = new Map<string, Weighed>();
  for (const one of weighed) {
    const { hits, misses, recent } = one.candidate;
    const key = coreKey(one.candidate);
    if (one.isRight || proved.has(key) || misses * 4 > hits || hasTurned({ recent }, one.expected)) continue;
    const other = trial.get(key);
    if (other === undefined || other.candidate.hits < hits) trial.set(key, one);
  }
  return [...trial.values()].sort((a, b) => b.expected - a.expected).slice(0, limit);
};

/** Of rules that say the same at the same places, the widest and surest stays. */
const withoutCovered = <T extends Appraised>(right: readonly T[]): T[] => {
  const keys = new Set(right.map(({ candidate }) => candidate.key));
  return right.filter(
    ({ candidate }) =>
      (!keys.has(candidate.behind) || candidate.alone * 4 > candidate.changed) &&
      !right.some((other) => covers(other.candidate, candidate)),
  );
};
