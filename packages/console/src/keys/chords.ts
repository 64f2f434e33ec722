/** A key with its modifiers, written `Mod+Alt+Shift+Key`: `a`, `?`, `Enter`, `Mod+Enter`, `Shift+F8`. Mod is Ctrl, or Cmd on a Mac. */
export type Chord = string;

export interface KeyPress {
  key: string;
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
  isComposing?: boolean;
}

const modifiers = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'Fn', 'Dead', 'Process', 'Unidentified']);

/** The chords that a press may stand for, the most exact first; none for a modifier alone or a character typed with AltGr. */
export function chordsOf(press: KeyPress): Chord[] {
  const hasMod = press.ctrlKey || press.metaKey;
  if (modifiers.has(press.key) || (press.ctrlKey && press.altKey)) return [];
  const key = nameOf(press);
  const head = `${hasMod ? 'Mod+' : ''}${press.altKey ? 'Alt+' : ''}`;
  if (!press.shiftKey) return [head + key];
  if (key.length > 1) return [`${head}Shift+${key}`];
  // Shift is part of a character such as "?"; a bare letter is the same letter with Shift or Caps Lock.
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  return head === '' ? (isLetter ? [`Shift+${key}`, key] : [key]) : [`${head}Shift+${key}`];
}

/** On a keyboard of another script, the letter printed at the same place of a Latin one; with Alt on a Mac, the plain letter. */
function nameOf({ key, code, altKey }: KeyPress): string {
  const isForeign = key.length === 1 && key > '\u007f';
  if ((isForeign || altKey) && /^Key[A-Z]$/.test(code ?? '')) return code!.slice(3).toLowerCase();
  return key.length === 1 ? key.toLowerCase() : key;
}

export const partsOf = (chord: Chord): { mod: boolean; alt: boolean; shift: boolean; key: string } => {
  const found = /^(Mod\+)?(Alt\+)?(Shift\+)?(.+)$/s.exec(chord);
  return { mod: Boolean(found?.[1]), alt: Boolean(found?.[2]), shift: Boolean(found?.[3]), key: found?.[4] ?? chord };
};

/** Typed into a text, it would not be a character: it works there too. */
export const worksInText = (chord: Chord): boolean => {
  const { mod, alt, key } = partsOf(chord);
  return mod || alt || /^F\d+$/.test(key);
};

/** The keycaps to draw. */
export const capsOf = (chord: Chord): string[] => {
  const { mod, alt, shift, key } = partsOf(chord);
  return [...(mod ? ['Mod'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), key.length === 1 ? key.toUpperCase() : key];
};
