import type { Flag } from '@countersign/contract';

/** One edit of a text, in UTF-16 units of the text before all edits; several are in order and do not overlap. As CodeMirror gives them. */
export interface Change {
  from: number;
  to: number;
  insert: string;
}

interface Span {
  start: number;
  end: number;
}

const shiftSpan = ({ start, end }: Span, changes: readonly Change[]): Span | undefined => {
  let shift = 0;
  for (const { from, to, insert } of changes) {
    const isBefore = to <= start && !(from === to && from === start && start === end);
    if (isBefore) {
      shift += insert.length - (to - from);
      continue;
    }
    if (from >= end) break;
    return undefined;
  }
  return { start: start + shift, end: end + shift };
};

/**
 * Moves flags along with edits of one text. A flag stays on its words; when its words themselves are edited it is dropped, until the next
 * check. Text written directly before or behind the words leaves them what they are.
 */
export const shiftFlags = (flags: readonly Flag[], changes: readonly Change[], path = ''): Flag[] =>
  flags.flatMap((flag) => {
    if (flag.path !== path) return [flag];
    const span = shiftSpan(flag, changes);
    return span === undefined ? [] : [{ ...flag, ...span }];
  });

/** The text with the flagged words replaced, and the edit that did it. */
export const applyReplacement = (text: string, flag: Span, replacement: string): { text: string; change: Change } => ({
  text: text.slice(0, flag.start) + replacement + text.slice(flag.end),
  change: { from: flag.start, to: flag.end, insert: replacement },
});
