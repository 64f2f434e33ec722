import type { KeyPress, Place } from '../review/keys.ts';

export type GridCommand =
  | { kind: 'move'; by: 'next' | 'previous' | 'up' | 'down' | 'first' | 'last' }
  | { kind: 'except' | 'edit' | 'leave' | 'confirm' | 'select' | 'similar' | 'undo' | 'facts' | 'help' };

const moves: Record<string, 'next' | 'previous' | 'up' | 'down' | 'first' | 'last'> = {
  j: 'next',
  k: 'previous',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowDown: 'down',
  ArrowUp: 'up',
  Home: 'first',
  End: 'last',
};

const acts: Record<string, 'except' | 'edit' | 'select' | 'similar' | 'undo' | 'facts' | 'help'> = {
  x: 'except',
  e: 'edit',
  ' ': 'select',
  f: 'similar',
  u: 'undo',
  i: 'facts',
  '?': 'help',
};

/** What a key means in the grid, or null when it is not the grid's. Only moving repeats while a key is held. */
export function gridCommandOf(press: KeyPress, place: Place): GridCommand | null {
  if (place === 'overlay' || press.isComposing || press.altKey) return null;
  const letter = letterOf(press);
  if (press.ctrlKey || press.metaKey) {
    if (press.repeat) return null;
    if (press.key === 'Enter') return { kind: 'confirm' };
    return place !== 'text' && !press.shiftKey && letter === 'z' ? { kind: 'undo' } : null;
  }
  if (place === 'text') return press.key === 'Escape' ? { kind: 'leave' } : null;
  const move = moves[press.key.length > 1 ? press.key : letter];
  if (move) return { kind: 'move', by: move };
  if (press.repeat || (press.key === ' ' && place === 'control')) return null;
  const act = acts[letter];
  return act ? { kind: act } : null;
}

/** On a keyboard of another script, the letter printed at the same place of a Latin one. */
function letterOf({ key, code }: KeyPress): string {
  const isForeign = key.length === 1 && key > '\u007f' && /^Key[A-Z]$/.test(code ?? '');
  return isForeign ? code!.slice(3).toLowerCase() : key.toLowerCase();
}

/** Where the cursor goes from `index` in a grid of `count` cards and `columns` columns. */
export function moveCursor(
  index: number,
  by: 'next' | 'previous' | 'up' | 'down' | 'first' | 'last',
  count: number,
  columns: number,
): number {
  if (count === 0) return -1;
  const step = { next: 1, previous: -1, up: -columns, down: columns, first: -count, last: count }[by];
  const target = Math.max(index, by === 'up' || by === 'previous' ? 0 : -1) + step;
  if (by === 'down' && target >= count) return Math.ceil((index + 1) / columns) < Math.ceil(count / columns) ? count - 1 : index;
  if (by === 'up' && target < 0) return index;
  return Math.min(count - 1, Math.max(0, target));
}
