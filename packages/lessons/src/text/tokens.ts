/** A piece of a text; the pieces put together are the text. Offsets are UTF-16 units. */
export interface Token {
  kind: 'word' | 'number' | 'space' | 'mark';
  text: string;
  lower: string;
  start: number;
  end: number;
}

/** Scripts that write no spaces between words are cut by letter, so that a phrase is a run of letters. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const piece = new RegExp(
  `(?<space>\\s+)|(?<number>\\p{N}+)|${unspaced.source}\\p{M}*|(?<word>(?:(?!${unspaced.source})\\p{L})[\\p{M}]*(?:(?!${unspaced.source})[\\p{L}\\p{M}]|['’](?=\\p{L}))*)|[^]`,
  'gu',
);

const kindOf = (match: RegExpExecArray): Token['kind'] => {
  const { space, number, word } = match.groups ?? {};
  if (space !== undefined) return 'space';
  if (number !== undefined) return 'number';
  return word !== undefined || unspaced.test(match[0]) ? 'word' : 'mark';
};

/** Words, numbers, runs of white space and single marks; `5kg` is a number and a word. */
export const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  for (const match of text.matchAll(piece)) {
    const found = match[0];
    const kind = kindOf(match);
    const lower = kind === 'word' ? found.toLowerCase() : found;
    tokens.push({ kind, text: found, lower, start: match.index, end: match.index + found.length });
  }
  return tokens;
};

/** Sharing the pieces of texts that come again spares work without changing what is found. */
export const join = (tokens: readonly Token[], from: number, to: number): string => {
  let text = '';
  for (let i = from; i < to; i += 1) text += tokens[i]!.text;
  return text;
};

/** A place between two letters, widened to the word before it, or else behind it, so that there is something to see. */
export const widened = <S extends { start: number; end: number; replacement: string }>(text: string, suggestion: S): S => {
  const { start, end, replacement } = suggestion;
  if (start !== end) return suggestion;
  const tokens = tokensOf(text);
  const before = tokens.find((token) => token.end === start && token.kind !== 'space');
  if (before) return { ...suggestion, start: before.start, replacement: before.text + replacement };
  const after = tokens.find((token) => token.start === start && token.kind !== 'space');
  return after ? { ...suggestion, end: after.end, replacement: replacement + after.text } : suggestion;
};

/** Longer words are no words, and control characters separate the parts of a rule where it is kept. */
export const isPlainToken = (text: string): boolean => text.length <= 100 && text.isWellFormed() && !/[\u0000-\u0008]/.test(text);
