import type { Flag, FlagLevel, Json } from '@countersign/contract';
import { words } from '../words/words.ts';
import { textAt } from './move-flags.ts';

const longest = 60;

/** The flagged words as they stand in the text, or what the flag is about when it has none. */
export function quoteOf(flag: Flag, output: Json): string {
  const text = textAt(output, flag.path)?.slice(flag.start, flag.end).trim() ?? '';
  if (text === '') return words.desk.flags.whole;
  return `“${text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text}”`;
}

export const levelSign: Record<FlagLevel, string> = { error: '!', warning: '?', info: 'i' };
