import type { Decided } from './history.ts';
import { render } from './render.ts';
import type { Rule } from './rule.ts';
import { fieldOf } from './rule.ts';
import { RuleIndex } from './rule-index.ts';
import { changesOf, editsOf } from './text/edits.ts';
import { isWhatWasDone } from './text/judge.ts';
import { tokensOf } from './text/tokens.ts';

/** How often a rule would have spoken in an item, and how often the person made just its change. */
export interface Judged<T> {
  lesson: T;
  changed: number;
  cases: number;
}

/** What became of each place of a decided item where one of the rules speaks. */
export const judgeItem = <T extends Rule>(index: RuleIndex<T>, { texts }: Decided): Judged<T>[] => {
  const judged = new Map<T, Judged<T>>();
  for (const { path, before, after } of texts) {
    const tokens = tokensOf(before);
    const found = index.find(tokens, fieldOf(path));
    if (found.length === 0) continue;
    const edits = before === after ? [] : editsOf(tokens, tokensOf(after));
    const changes = edits === null ? [] : changesOf(tokens, edits);
    for (const one of found) {
      const suggestion = render(tokens, one);
      if (before.slice(suggestion.start, suggestion.end) === suggestion.replacement) continue;
      const sum = judged.get(one.rule) ?? { lesson: one.rule, changed: 0, cases: 0 };
      sum.cases += 1;
      if (isWhatWasDone(before, changes, suggestion)) sum.changed += 1;
      judged.set(one.rule, sum);
    }
  }
  return [...judged.values()];
};

export const makeIndex = <T extends Rule>(rules: Iterable<T>): RuleIndex<T> => {
  const index = new RuleIndex<T>();
  for (const rule of rules) index.add(rule);
  return index;
};
