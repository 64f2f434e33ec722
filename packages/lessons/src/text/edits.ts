import { diffArrays } from 'diff';
import type { Token } from './tokens.ts';
import { join } from './tokens.ts';

/** One change of a text as its tokens: `from` to `to` (exclusive) of the text before became `fresh`. */
export interface Edit {
  from: number;
  to: number;
  fresh: Token[];
}

/** A change in UTF-16 units of the text before. */
export interface Change {
  start: number;
  end: number;
  insert: string;
}

/** More than this and the text was written anew: it teaches no rule, and no suggestion is what the person did. */
const mostSteps = 600;

interface Pair {
  before: number;
  after: number;
}

const solid = (tokens: readonly Token[]): number[] => tokens.flatMap(({ kind }, i) => (kind === 'space' ? [] : [i]));

/** Which tokens were kept, capitals aside; spaces are not compared. Null when almost nothing was. */
const keptPairs = (before: readonly Token[], after: readonly Token[]): Pair[] | null => {
  const a = solid(before);
  const b = solid(after);
  const word = (tokens: readonly Token[]) => (i: number) => tokens[i]!.lower;
  const parts = diffArrays(a.map(word(before)), b.map(word(after)), { maxEditLength: mostSteps });
  if (parts === undefined) return null;
  const pairs: Pair[] = [];
  let x = 0;
  let y = 0;
  for (const { added, removed, count } of parts) {
    if (removed) x += count;
    else if (added) y += count;
    else for (let i = 0; i < count; i += 1, x += 1, y += 1) pairs.push({ before: a[x]!, after: b[y]! });
  }
  return pairs;
};

const trimmed = (before: readonly Token[], after: readonly Token[], from: number, to: number, x: number, y: number): Edit | null => {
  while (from < to && x < y && before[from]!.text === after[x]!.text) {
    from += 1;
    x += 1;
  }
  while (from < to && x < y && before[to - 1]!.text === after[y - 1]!.text) {
    to -= 1;
    y -= 1;
  }
  return from === to && x === y ? null : { from, to, fresh: after.slice(x, y) };
};

/** What a person changed, each place by itself and as small as it can be said; a change of capitals stands alone. */
export const editsOf = (before: readonly Token[], after: readonly Token[]): Edit[] | null => {
  const pairs = keptPairs(before, after);
  if (pairs === null) return null;
  const edits: Edit[] = [];
  let last: Pair = { before: -1, after: -1 };
  for (const pair of [...pairs, { before: before.length, after: after.length }]) {
    const edit = trimmed(before, after, last.before + 1, pair.before, last.after + 1, pair.after);
    if (edit) edits.push(edit);
    const one = before[pair.before];
    const other = after[pair.after];
    if (one && other && one.text !== other.text) edits.push({ from: pair.before, to: pair.before + 1, fresh: [other] });
    last = pair;
  }
  return edits;
};

/** The same edits as places in the text; those with nothing but white space between them are one. */
export const changesOf = (before: readonly Token[], edits: readonly Edit[]): Change[] => {
  const length = before.at(-1)?.end ?? 0;
  const startOf = (i: number) => before[i]?.start ?? length;
  const changes: Change[] = [];
  let lastTo = -1;
  for (const { from, to, fresh } of edits) {
    const insert = join(fresh, 0, fresh.length);
    const last = changes.at(-1);
    const between = last === undefined ? [] : before.slice(lastTo, from);
    if (last !== undefined && between.every(({ kind }) => kind === 'space')) {
      last.insert += join(before, lastTo, from) + insert;
      last.end = startOf(to);
    } else changes.push({ start: startOf(from), end: startOf(to), insert });
    lastTo = to;
  }
  return changes;
};
