import type { Flag, Json } from '@countersign/contract';
import { stepsOf, withValueAt } from '../draft/place.ts';
import { textAt } from './move-flags.ts';

export interface Replacement {
  flag: Flag;
  text: string;
}

/** The output with flagged words replaced, and which replacements were made: of those that lie on the same words only the first. */
export function replaceFlags(output: Json, wanted: Replacement[]): { output: Json; done: Replacement[] } {
  const done = wanted.filter((each, index) => !wanted.slice(0, index).some((other) => overlaps(each.flag, other.flag)));
  let next = output;
  for (const { flag, text } of done.toSorted((a, b) => b.flag.start - a.flag.start)) {
    const now = textAt(next, flag.path);
    if (now !== null) next = withValueAt(next, stepsOf(flag.path), replaced(now, flag, text));
  }
  return { output: next, done };
}

const overlaps = (a: Flag, b: Flag): boolean => a.path === b.path && a.start < b.end && b.start < a.end;

/** Words that are taken out take one of the spaces around them along. */
function replaced(text: string, { start, end }: Flag, insert: string): string {
  const leavesTwo = insert === '' && text[start - 1] === ' ' && /^($|[\s.,;:!?])/.test(text.slice(end));
  const leavesFirst = insert === '' && start === 0 && text[end] === ' ';
  return text.slice(0, leavesTwo ? start - 1 : start) + insert + text.slice(leavesFirst ? end + 1 : end);
}
