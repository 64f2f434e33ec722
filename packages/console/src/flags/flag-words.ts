import type { Flag, FlagLevel, Json } from '@countersign/contract';
import { type Words, words } from '../words/words.ts';
import { textAt } from './move-flags.ts';

const longest = 60;

/** The flagged words as they stand in the text, or what the flag is about when it has none. */
export function quoteOf(flag: Flag, output: Json): string {
  const text = textAt(output, flag.path)?.slice(flag.start, flag.end).trim() ?? '';
  if (text === '') return words.desk.flags.whole;
  return `“${text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text}”`;
}

/** What a flag says, in the person's language where it says so by a code; older flags and other checkers speak for themselves. */
export const messageOf = (flag: Flag): string => messageIn(words, flag);

export function messageIn({ flagMessage }: Pick<Words, 'flagMessage'>, { message, messageCode, messageParams = {} }: Flag): string {
  const template = messageCode === undefined ? undefined : flagMessage(messageCode);
  return template === undefined ? message : template.replace(/\{([a-z]+)\}/g, (_, name: string) => messageParams[name] ?? '');
}

export const levelSign: Record<FlagLevel, string> = { error: '!', warning: '?', info: 'i' };
