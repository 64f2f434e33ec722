export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

const largest = 1_500_000;

/**
 * What changed between two texts, word by word, by the longest common subsequence (Hunt and McIlroy 1976). Equal ends are cut
 * off first. Texts too large for that are shown as one change.
 */
export function wordDiff(before: string, after: string): Piece[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = between(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return merge([
    ...a.slice(0, start).map((text): Piece => ({ kind: 'same', text })),
    ...middle,
    ...a.slice(a.length - end).map((text): Piece => ({ kind: 'same', text })),
  ]);
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}'’]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];

function between(a: string[], b: string[]): Piece[] {
  if (a.length * b.length > largest)
    return [
      { kind: 'gone', text: a.join('') },
      { kind: 'new', text: b.join('') },
    ];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ kind: 'same', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) pieces.push({ kind: 'gone', text: a[i++] ?? '' });
    else pieces.push({ kind: 'new', text: b[j++] ?? '' });
  }
  return pieces;
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
