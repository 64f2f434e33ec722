import type { Change } from './edits.ts';

/** A place in a text and what to put there. */
export interface Suggestion {
  start: number;
  end: number;
  replacement: string;
}

const isLetter = (text: string, at: number): boolean => /[\p{L}\p{M}\p{N}]/u.test(text.charAt(at));
/** Whether a text may be cut here without cutting a word. */
const isBorder = (text: string, at: number): boolean => at <= 0 || at >= text.length || !isLetter(text, at - 1) || !isLetter(text, at);

/** A part of a larger change counts when it stands on the change's edge: what the person wrote begins, or ends, with the replacement. */
const isPartOf = ({ start, end, replacement }: Suggestion, change: Change): boolean => {
  if (start < change.start || end > change.end) return false;
  const { insert } = change;
  if (replacement.trim() === '') return insert.trim() === '' && replacement.trim() === insert.trim() && end > start;
  const begins = start === change.start && insert.startsWith(replacement) && isBorder(insert, replacement.length);
  const ends = end === change.end && insert.endsWith(replacement) && isBorder(insert, insert.length - replacement.length);
  return start === change.start && end === change.end ? insert === replacement : begins || ends;
};

const apply = (text: string, changes: readonly Change[], start: number, end: number): string => {
  let out = '';
  let at = start;
  for (const change of changes) {
    out += text.slice(at, change.start) + change.insert;
    at = change.end;
  }
  return out + text.slice(at, end);
};

/**
 * Whether a suggestion is what the person did at its place. It is when the text there, with all that the person changed in it and nothing
 * else, reads as the suggestion says; or when the person changed more there and theirs begins or ends with the replacement.
 */
export const isWhatWasDone = (text: string, changes: readonly Change[], suggestion: Suggestion): boolean => {
  const { start, end, replacement } = suggestion;
  const touched = changes.filter((change) => change.start <= end && change.end >= start);
  if (touched.length === 0) return false;
  const inside = touched.filter((change) => change.start < end && change.end > start);
  return (
    [touched, ...(inside.length > 0 && inside.length < touched.length ? [inside] : []), ...touched.map((change) => [change])].some(
      (some) => {
        const from = Math.min(start, some[0]!.start);
        const to = Math.max(end, some.at(-1)!.end);
        return apply(text, some, from, to) === text.slice(from, start) + replacement + text.slice(end, to);
      },
    ) || touched.some((change) => isPartOf(suggestion, change))
  );
};
