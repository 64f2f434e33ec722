import type { Chord } from './chords.ts';

/** What can be done by a key on the review screen, and the keys that stand for it until the person chooses others. */
export const defaultChords = {
  confirm: ['Mod+Enter'],
  approve: ['a', 'Enter'],
  edit: ['e'],
  reject: ['r'],
  return: ['b'],
  skip: ['s'],
  undo: ['u', 'Mod+z'],
  flagNext: ['n', 'F8'],
  flagPrevious: ['p', 'Shift+F8'],
  flagFix: ['f', 'Alt+Enter'],
  flagDismiss: ['Alt+Backspace'],
  flagMenu: ['Mod+.'],
  diff: ['d'],
  hold: ['h'],
  assign: ['g'],
  ask: ['c'],
  copyLink: ['l'],
  help: ['?'],
} as const satisfies Record<string, readonly Chord[]>;

export type Bindable = keyof typeof defaultChords;
/** `leave` is Escape, always. */
export type Command = Bindable | 'leave';

export const bindables = Object.keys(defaultChords) as Bindable[];
