import { anyNumber, anyWord, atEnd, atStart, inList, type Rule } from './rule.ts';

const names: Record<string, string> = {
  [anyNumber]: '(a number)',
  [anyWord]: '(a word)',
  [atStart]: '(start)',
  [atEnd]: '(end)',
  [inList]: '(a list)',
};
const shown = (tokens: readonly string[]): string => tokens.map((text) => names[text] ?? text).join('');
const quoted = (text: string): string =>
  text.trim() === '' && text !== '' ? text.replaceAll(' ', '␣').replaceAll('\n', '⏎') : `“${text}”`;

const change = ({ from, to }: Rule): string => {
  const gone = from.join('');
  if (gone === '') return `put in ${quoted(to)}`;
  return to === '' ? `take out ${quoted(gone)}` : `${quoted(gone)} → ${quoted(to)}`;
};

/** A rule in one line, for people: `“utilize” → “use” after “you can ” in /description`. */
export const describeRule = (rule: Rule): string => {
  const { kind, field, before, after } = rule;
  const place = kind === 'value' ? '' : [before.length > 0 && ` after “${shown(before)}”`, after.length > 0 && ` before “${shown(after)}”`];
  return [change(rule), ...(place || []), field === '' ? '' : ` in ${field}`].filter(Boolean).join('');
};
