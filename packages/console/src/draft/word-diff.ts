import { shortestEdit } from './shortest-edit.ts';

export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** One change: what went, what came in its place, and where that stands in the text as it is now. */
export interface Hunk {
  gone: string;
  fresh: string;
  from: number;
  to: number;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The words of a text with everything between them; Chinese, Japanese, Thai and the like are split where their words are. */
export const wordsOf = (text: string): string[] => Array.from(segmenter.segment(text), (part) => part.segment);

/** What changed between two texts, word by word. Texts that have almost nothing in common are shown as one change. */
export function wordDiff(before: string, after: string): Piece[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const middle = shortestEdit(left, right) ?? [
    { kind: 'gone', text: left.join('') },
    { kind: 'new', text: right.join('') },
  ];
  const same = (text: string): Piece => ({ kind: 'same', text });
  return merge([...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)]);
}

/** Joins neighbours, and turns "gone, space, gone" into one change, which reads better. */
function merge(pieces: Piece[]): Piece[] {
  const merged: Piece[] = [];
  let gone = '';
  let fresh = '';
  const close = () => {
    if (gone) merged.push({ kind: 'gone', text: gone });
    if (fresh) merged.push({ kind: 'new', text: fresh });
    gone = '';
    fresh = '';
  };
  pieces.forEach((piece, index) => {
    if (piece.kind === 'gone') gone += piece.text;
    else if (piece.kind === 'new') fresh += piece.text;
    else if ((gone || fresh) && /^[^\S\n]+$/.test(piece.text) && pieces[index + 1] && pieces[index + 1]?.kind !== 'same') {
      gone += piece.text;
      fresh += piece.text;
    } else {
      close();
      const last = merged.at(-1);
      if (last?.kind === 'same') last.text += piece.text;
      else merged.push({ ...piece });
    }
  });
  close();
  return merged;
}

/** The changes among the pieces, in the order of the text. */
export function hunksOf(pieces: Piece[]): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  pieces.forEach((piece, index) => {
    const before = pieces[index - 1];
    if (piece.kind === 'gone') hunks.push({ gone: piece.text, fresh: '', from: at, to: at });
    if (piece.kind === 'new') {
      const last = before?.kind === 'gone' ? hunks.pop() : null;
      hunks.push({ gone: last?.gone ?? '', fresh: piece.text, from: at, to: at + piece.text.length });
    }
    if (piece.kind !== 'gone') at += piece.text.length;
  });
  return hunks;
}

/** The text with one change taken back. */
export const revertHunk = (after: string, hunk: Hunk): string => after.slice(0, hunk.from) + hunk.gone + after.slice(hunk.to);
