import { render } from './render.ts';
import { fieldOf, type Rule } from './rule.ts';
import { RuleIndex } from './rule-index.ts';
import type { Suggestion } from './text/judge.ts';
import { tokensOf } from './text/tokens.ts';

/** A rule that may speak, and how sure it is: at one place the surest does. */
export interface Speaking extends Rule {
  bound: number;
}

export interface Suggested<T> extends Suggestion {
  lesson: T;
}

const touches = (one: Suggestion, other: Suggestion): boolean => one.start <= other.end && other.start <= one.end;

/** Prepares rules for many texts. */
export const indexOf = <T extends Speaking>(lessons: Iterable<T>): RuleIndex<T> => {
  const index = new RuleIndex<T>();
  for (const lesson of lessons) index.add(lesson);
  return index;
};

/** What the rules would change in a text, in its order; at one place only the surest says something, the longer of two that are alike. */
export const suggest = <T extends Speaking>(index: RuleIndex<T>, { path, text }: { path: string; text: string }): Suggested<T>[] => {
  const tokens = tokensOf(text);
  const all = index.find(tokens, fieldOf(path)).map((found): Suggested<T> => ({ lesson: found.rule, ...render(tokens, found) }));
  const changing = all.filter(({ start, end, replacement }) => text.slice(start, end) !== replacement);
  changing.sort((a, b) => b.lesson.bound - a.lesson.bound || b.end - b.start - (a.end - a.start) || a.start - b.start);
  const chosen: Suggested<T>[] = [];
  for (const one of changing) if (!chosen.some((other) => touches(one, other))) chosen.push(one);
  return chosen.sort((a, b) => a.start - b.start);
};
