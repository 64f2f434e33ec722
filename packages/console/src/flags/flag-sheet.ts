import type { Flag, Item, Json } from '@countersign/contract';
import { moveFlags } from './move-flags.ts';

/** What is known of the flags of one item, for its text as it stands. */
export interface FlagSheet {
  item: Item;
  output: Json;
  flags: Flag[];
  /** Grammar and spelling as last checked, moved along with the text. */
  language: Flag[];
  dismissed: Set<string>;
  /** Somebody has looked: the server or the checks here. Until then the server's counts stand for the flags. */
  isKnown: boolean;
  /** What the server remembers of this item has arrived, or cannot be had. */
  isLoaded: boolean;
  /** Of the latest question, and whether it was answered. */
  round: number;
  answered: number;
}

export const newSheet = (item: Item, output: Json): FlagSheet => ({
  item,
  output,
  flags: [],
  language: [],
  dismissed: new Set(),
  isKnown: false,
  isLoaded: false,
  round: 0,
  answered: 0,
});

/** Follows an edit of the text. */
export function retype(sheet: FlagSheet, output: Json): void {
  sheet.flags = moveFlags(sheet.flags, sheet.output, output);
  sheet.language = moveFlags(sheet.language, sheet.output, output);
  sheet.output = output;
}

export function takeOff(sheet: FlagSheet, flags: Flag[]): void {
  const ids = new Set(flags.map((flag) => flag.id));
  sheet.flags = sheet.flags.filter((flag) => !ids.has(flag.id));
  sheet.language = sheet.language.filter((flag) => !ids.has(flag.id));
}

export const isLanguage = (flag: Flag): boolean => flag.source.checker === 'harper';

/** How many errors are open, as far as anybody knows. */
export const openErrors = ({ item, flags, isKnown }: FlagSheet): number =>
  isKnown ? flags.filter((flag) => flag.level === 'error').length : (item.flags?.error ?? 0);
