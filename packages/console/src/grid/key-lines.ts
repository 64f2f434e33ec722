/** The grid's keys for the list of shortcuts: chords, and what they do. */
export const gridKeyLines = [
  [[['J'], ['K'], ['→'], ['←']], 'move'],
  [[['↑'], ['↓']], 'row'],
  [[['Home'], ['End']], 'ends'],
  [[['X']], 'except'],
  [[['E']], 'edit'],
  [[['Esc']], 'leave'],
  [[['I']], 'facts'],
  [[['F']], 'similar'],
  [[['Space']], 'select'],
  [[['Mod', 'Enter']], 'confirm'],
  [[['U'], ['Mod', 'Z']], 'undo'],
  [[['?']], 'help'],
] as const satisfies readonly (readonly [readonly (readonly string[])[], string])[];

export type GridKeyLine = (typeof gridKeyLines)[number][1];
