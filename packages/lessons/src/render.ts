import type { Rule } from './rule.ts';
import type { Found } from './rule-index.ts';
import type { Suggestion } from './text/judge.ts';
import type { Token } from './text/tokens.ts';
import { join } from './text/tokens.ts';

const isUpper = (text: string): boolean => text !== text.toLowerCase() && text === text.toUpperCase();
const raise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const startsUpper = (text: string): boolean => /^\p{Lu}/u.test(text);

const withCapitals = (original: string, rule: Rule): string => {
  const isExact = rule.kind === 'casing' || rule.from.some((text) => text !== text.toLowerCase());
  if (isExact || rule.to === '') return rule.to;
  if (original.length > 1 && isUpper(original) && rule.to === rule.to.toLowerCase()) return rule.to.toUpperCase();
  return startsUpper(original) ? raise(rule.to) : rule.to;
};

/** Words taken out go with the space before them, or at the start with the one behind; then the next word takes the capital. */
const removal = (tokens: readonly Token[], from: number, to: number): Suggestion => {
  const before = tokens[from - 1];
  const after = tokens[to];
  const start = tokens[from]!.start;
  const end = tokens[to - 1]!.end;
  const next = tokens[after?.kind === 'space' ? to + 1 : to];
  const opens = before === undefined || /[.!?\n]/.test(tokens[from - 2]?.text ?? '.') || before.text.includes('\n');
  if (opens && next?.kind === 'word' && startsUpper(tokens[from]!.text) && !startsUpper(next.text))
    return { start, end: next.end, replacement: raise(next.text) };
  if (before?.kind === 'space' && after?.kind !== 'word' && after?.kind !== 'number') return { start: before.start, end, replacement: '' };
  if (after?.kind === 'space' && before?.kind !== 'word' && before?.kind !== 'number') return { start, end: after.end, replacement: '' };
  return { start, end, replacement: '' };
};

/** What a rule would have done where it was found. */
export const render = (tokens: readonly Token[], { rule, from, to }: Found<Rule>): Suggestion => {
  if (rule.from.length === 0) {
    const at = tokens[from]?.start ?? tokens.at(-1)?.end ?? 0;
    return { start: at, end: at, replacement: rule.to };
  }
  if (rule.to === '' && rule.kind !== 'spacing') return removal(tokens, from, to);
  return { start: tokens[from]!.start, end: tokens[to - 1]!.end, replacement: withCapitals(join(tokens, from, to), rule) };
};
