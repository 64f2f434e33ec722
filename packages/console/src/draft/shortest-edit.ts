import type { Piece } from './word-diff.ts';

const mostEdits = 1500;

/**
 * The shortest way from one list of words to another (E. W. Myers, An O(ND) Difference Algorithm, 1986), or null when it takes more
 * than 1,500 steps.
 */
export function shortestEdit(a: string[], b: string[]): Piece[] | null {
  const limit = Math.min(a.length + b.length, mostEdits);
  const reach = new Int32Array(2 * limit + 2);
  const trail: Int32Array[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    trail.push(reach.slice(limit - edits, limit + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      const goesDown = k === -edits || (k !== edits && at(reach, limit + k - 1) < at(reach, limit + k + 1));
      let x = goesDown ? at(reach, limit + k + 1) : at(reach, limit + k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach[limit + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trail);
    }
  }
  return null;
}

const at = (list: Int32Array, index: number): number => list[index] ?? 0;

function walkBack(a: string[], b: string[], trail: Int32Array[]): Piece[] {
  const pieces: Piece[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = trail.length - 1; edits > 0; edits -= 1) {
    const reach = trail[edits]!;
    const k = x - y;
    const goesDown = k === -edits || (k !== edits && at(reach, edits + k - 1) < at(reach, edits + k + 1));
    const fromK = goesDown ? k + 1 : k - 1;
    const fromX = at(reach, edits + fromK);
    const fromY = fromX - fromK;
    // Equal words after this step, back to where it ended.
    while (x > (goesDown ? fromX : fromX + 1)) {
      pieces.push({ kind: 'same', text: a[x - 1]! });
      x -= 1;
    }
    if (goesDown) pieces.push({ kind: 'new', text: b[fromY]! });
    else pieces.push({ kind: 'gone', text: a[fromX]! });
    x = fromX;
    y = fromY;
  }
  while (x > 0) {
    pieces.push({ kind: 'same', text: a[x - 1]! });
    x -= 1;
  }
  return pieces.reverse();
}
