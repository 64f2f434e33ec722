import { type Change, shiftFlags } from '@countersign/checks/shift';
import type { Flag, Json } from '@countersign/contract';
import { stepsOf, valueAt } from '../draft/place.ts';

/** The string at a JSON pointer, or null when there is none. */
export function textAt(output: Json, pointer: string): string | null {
  const found = valueAt(output, stepsOf(pointer));
  return typeof found === 'string' ? found : null;
}

/** Flags after an edit of the output, each on its own words. A flag whose words were edited is gone until the next check. */
export function moveFlags(flags: readonly Flag[], before: Json, after: Json): Flag[] {
  const paths = [...new Set(flags.map((flag) => flag.path))];
  const moved = new Map(paths.map((path) => [path, moveAt(flags, path, textAt(before, path), textAt(after, path))]));
  return flags.flatMap((flag) => moved.get(flag.path)?.get(flag.id) ?? []);
}

function moveAt(flags: readonly Flag[], path: string, before: string | null, after: string | null): Map<string, Flag> {
  const here = flags.filter((flag) => flag.path === path);
  if (before === null || after === null) return new Map();
  if (before === after) return byId(here);
  const stayed = byId(shiftFlags(here, [changeBetween(before, after)], path));
  for (const flag of here) {
    const found = stayed.has(flag.id) ? null : findAgain(flag, before, after);
    if (found) stayed.set(flag.id, found);
  }
  return stayed;
}

const byId = (flags: Flag[]): Map<string, Flag> => new Map(flags.map((flag) => [flag.id, flag]));

/** Several edits at once look like one large one: words that stand exactly once in both texts are still the same words. */
function findAgain(flag: Flag, before: string, after: string): Flag | null {
  const words = before.slice(flag.start, flag.end);
  const start = after.indexOf(words);
  const isOnce =
    words.trim().length > 1 &&
    start !== -1 &&
    after.indexOf(words, start + 1) === -1 &&
    before.indexOf(words) === before.lastIndexOf(words);
  return isOnce && isWordEdge(after, start) && isWordEdge(after, start + words.length)
    ? { ...flag, start, end: start + words.length }
    : null;
}

const isWordEdge = (text: string, at: number): boolean => !/^[\p{L}\p{N}]{2}$/u.test(text.slice(Math.max(0, at - 1), at + 1));

/** The smallest single edit that makes one text of the other; never between the halves of an astral character. */
export function changeBetween(before: string, after: string): Change {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start += 1;
  if (start > 0 && isHighHalf(before, start - 1)) start -= 1;
  let end = 0;
  while (end < shortest - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  if (end > 0 && isLowHalf(before, before.length - end)) end -= 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

const isHighHalf = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLowHalf = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
