import type { Json } from '@countersign/contract';
import { type Chord, partsOf } from './chords.ts';
import { type Bindable, bindables, defaultChords } from './commands.ts';

export type Bindings = Record<Bindable, Chord[]>;
export type Refusal = 'destructive' | 'reserved' | 'number' | 'browser';

export const mostChords = 3;
const navigation = /^(Escape|Tab| |Arrow\w+|Home|End|PageUp|PageDown)$/;
const browserLetters = 'acfjklnopqrstvwxy0123456789+-=';
const browserKeys = /^F(1|3|5|6|7|10|11|12)$/;

/** Why a chord cannot be bound, or null. A bare Backspace or Delete must never do anything: it is too near to typing. */
export function refusalOf(chord: Chord, command: Bindable): Refusal | null {
  const { mod, alt, shift, key } = partsOf(chord);
  const isBare = !mod && !alt;
  if (isBare && (key === 'Backspace' || key === 'Delete')) return 'destructive';
  if (navigation.test(key)) return 'reserved';
  if (isBare && key === 'Enter' && (command !== 'approve' || shift)) return 'reserved';
  if (isBare && /^[0-9]$/.test(key)) return 'number';
  if (mod && key === 'z' && (command !== 'undo' || shift)) return 'reserved';
  if (mod && !alt && (key === 'Backspace' || key === 'Delete')) return 'reserved';
  if (browserKeys.test(key) || (mod && !alt && browserLetters.includes(key) && key.length === 1)) return 'browser';
  return null;
}

export const defaultBindings = (): Bindings =>
  Object.fromEntries(bindables.map((command) => [command, [...defaultChords[command]]])) as unknown as Bindings;

/**
 * The bindings of a person: what they stored wins, word for word. A command that their settings do not know yet gets those of its
 * default keys that are free, so that an upgrade never takes a key away.
 */
export function bindingsOf(stored: Json | undefined): Bindings {
  const kept = readStored(stored);
  const taken = new Set(Object.values(kept).flat());
  const bindings = {} as Bindings;
  for (const command of bindables) {
    const chords = kept[command] ?? defaultChords[command].filter((chord) => !taken.has(chord));
    bindings[command] = [...chords];
    for (const chord of chords) taken.add(chord);
  }
  return bindings;
}

/** What to store: everything known, beside the commands of a newer or older console, which are left as they are. */
export function toStored(bindings: Bindings, stored: Json | undefined): { [command: string]: Json } {
  return { ...(isRecord(stored) ? stored : {}), ...bindings };
}

export const isComplete = (stored: Json | undefined): boolean => bindables.every((command) => command in readStored(stored));

export const commandWith = (chord: Chord, bindings: Bindings): Bindable | null =>
  bindables.find((command) => bindings[command].includes(chord)) ?? null;

/** Gives a chord to a command. Whoever had it loses it: a chord never means two things. */
export function withChord(bindings: Bindings, command: Bindable, chord: Chord, replaced?: Chord): Bindings {
  const others = bindables.map((each): [Bindable, Chord[]] => [each, bindings[each].filter((one) => one !== chord)]);
  const next = Object.fromEntries(others) as Bindings;
  const at = replaced ? bindings[command].indexOf(replaced) : -1;
  next[command] =
    at >= 0 ? bindings[command].with(at, chord).filter((one, index, all) => all.indexOf(one) === index) : [...next[command], chord];
  return next;
}

export const withoutChord = (bindings: Bindings, command: Bindable, chord: Chord): Bindings => ({
  ...bindings,
  [command]: bindings[command].filter((each) => each !== chord),
});

const isRecord = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Settings come from anywhere: what is no list of usable chords counts as not stored. */
function readStored(stored: Json | undefined): Partial<Bindings> {
  if (!isRecord(stored)) return {};
  const kept: Partial<Bindings> = {};
  const seen = new Set<Chord>();
  for (const command of bindables) {
    const chords = stored[command];
    if (!Array.isArray(chords)) continue;
    const usable = chords.filter((each): each is string => typeof each === 'string' && !refusalOf(each, command) && !seen.has(each));
    for (const chord of usable) seen.add(chord);
    kept[command] = usable.slice(0, mostChords);
  }
  return kept;
}
