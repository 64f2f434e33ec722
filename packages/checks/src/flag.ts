import type { Flag, FlagKind, FlagLevel, FlagSource } from '@countersign/contract';
import { englishMessages, fillMessage, type MessageCode, type MessageParams } from './messages.ts';

export interface FlagDraft {
  path: string;
  text: string;
  start: number;
  end: number;
  kind: FlagKind;
  level: FlagLevel;
  /** In words of its own, or by code. */
  message?: string;
  code?: MessageCode;
  params?: MessageParams;
  replacements?: readonly string[];
  source: FlagSource;
}

const contextLength = 40;

/** cyrb53 by bryc (public domain): 53 bits, enough to tell the flags of one item apart. */
const hashText = (text: string): string => {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ unit, 2654435761);
    h2 = Math.imul(h2 ^ unit, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return (4294967296 * (2097151 & h2) + (h1 >>> 0)).toString(36).padStart(11, '0');
};

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The same as long as the flagged words, the word on each side, the rule and the evidence are the same, wherever they stand in the text. */
const idOf = (draft: FlagDraft): string => {
  const before = draft.text.slice(Math.max(0, draft.start - contextLength), draft.start);
  const after = draft.text.slice(draft.end, draft.end + contextLength);
  const around = draft.start === draft.end ? words(draft.text) : `${words(before).split(' ').at(-1)}\u0001${words(after).split(' ')[0]}`;
  const { checker, rule, evidence } = draft.source;
  return hashText(
    [draft.kind, checker, rule, draft.path, words(draft.text.slice(draft.start, draft.end)), around, evidence ?? ''].join('\u0000'),
  );
};

const shorten = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`);

const longestParam = 160;

const messageOf = ({
  code,
  params = {},
  message,
  text,
  start,
  end,
}: FlagDraft): Pick<Flag, 'message' | 'messageCode' | 'messageParams'> => {
  if (code === undefined) return { message: shorten(message ?? '', 1000) };
  const all = Object.entries({ words: text.slice(start, end), ...params });
  const messageParams = Object.fromEntries(all.map(([name, value]) => [name, shorten(words(value), longestParam)]));
  return { message: shorten(message ?? fillMessage(englishMessages[code], messageParams), 1000), messageCode: code, messageParams };
};

export const makeFlag = (draft: FlagDraft): Flag => ({
  id: idOf(draft),
  path: draft.path,
  start: draft.start,
  end: draft.end,
  kind: draft.kind,
  level: draft.level,
  ...messageOf(draft),
  replacements: [...(draft.replacements ?? [])],
  source: draft.source.evidence === undefined ? draft.source : { ...draft.source, evidence: shorten(draft.source.evidence, 300) },
});
