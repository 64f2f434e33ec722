import { familyOf } from './candidate.ts';
import { normalise, type Prior, shareOfGrid } from './prior.ts';
import type { Rule } from './rule.ts';

/** What unbroken runs went through: how many ended at the next case, and the sum of 1 / their lengths. */
export interface Run {
  ended: number;
  exposure: number;
}

/** Whole values of a field are a world of their own; all other changes are one. */
const worldOf = (rule: Rule): string => (rule.kind === 'value' ? familyOf(rule) : '');

const shortest = 2;
/** Before anything was seen here: after h hits in a row the next is a miss with probability 1 / (h + 1), with the weight of three ends. */
const believed: Run = { ended: 3, exposure: 3 };

/**
 * How far a run of hits can be trusted here, measured on the runs themselves: each rule that was right every time so far is watched at its next
 * case. Were precisions spread as Beta(a, b), a run of h hits would end with probability b / (a + b + h); so b is estimated as the number
 * of ends over the sum of 1 / h. Where texts repeat, b is near 0; where every text is new it is above 1, and five in a row mean little.
 */
export class Streaks {
  readonly #runs: Map<string, Run>;

  constructor(entries: readonly (readonly [string, number, number])[]) {
    this.#runs = new Map(entries.map(([world, ended, exposure]) => [world, { ended, exposure }]));
  }

  /** The places of one change that had been right every time, at one more document: they are one observation together. */
  watch(outcomes: readonly { rule: Rule & { hits: number; misses: number }; missed: number }[]): void {
    const unbroken = outcomes.filter(({ rule }) => rule.misses === 0 && rule.hits >= shortest);
    const [first] = unbroken;
    if (first === undefined) return;
    const world = worldOf(first.rule);
    const run = this.#runs.get(world) ?? { ended: 0, exposure: 0 };
    for (const { rule, missed } of unbroken) {
      run.ended += missed / unbroken.length;
      run.exposure += 1 / rule.hits / unbroken.length;
    }
    this.#runs.set(world, run);
  }

  /** What to think of a rule's precision by the runs alone. */
  before(rule: Rule): Prior {
    const { ended, exposure } = this.#runs.get(worldOf(rule)) ?? { ended: 0, exposure: 0 };
    const b = Math.min(4, Math.max(0.02, (ended + believed.ended) / (exposure + believed.exposure)));
    return normalise(shareOfGrid((p) => p ** -0.5 * (1 - p) ** (b - 1)));
  }

  get entries(): [string, number, number][] {
    return [...this.#runs].map(([world, { ended, exposure }]) => [world, ended, exposure]);
  }
}
