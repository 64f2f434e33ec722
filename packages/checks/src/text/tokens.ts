/** Words, numbers and marks of a text with their places in UTF-16 units. One pass, linear in the length of the text. */
export interface Token {
  kind: 'word' | 'number' | 'mark';
  text: string;
  lower: string;
  stem: string;
  start: number;
  end: number;
  /** No space before it: `5100mAh`, `non-removable`. */
  glued: boolean;
}

import { stem } from './stem.ts';

const space = /[\s\u200b\ufeff]+/y;
/** "10 000" and "10'000" are one number; with an ordinary space only when it ends in round hundreds: "PXA 270 620 MHz" has two. */
const number =
  /\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?(?![\d.,]*\d)|\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?(?![\d'’])|\d{1,3}(?: \d{3}){0,2} \d00(?![\d.,]*\d)|\d+(?:[.,]\d+)*/y;
const word = /\p{L}[\p{L}\p{M}\p{N}]*(?:['’]\p{L}+)*/uy;
const times = /[xX×](?=\s?\d)/y;
const longestWord = 200;

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** `4x2.3`: an x between digits is a sign, not the start of a word. */
const isTimes = (text: string, at: number): boolean => /[\d"”]\s?$/.test(text.slice(Math.max(0, at - 2), at));

export const tokenize = (text: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  let glued = false;
  while (at < text.length) {
    const blank = matchAt(space, text, at);
    if (blank !== undefined) {
      at += blank.length;
      glued = false;
      continue;
    }
    const sign = isTimes(text, at) ? matchAt(times, text, at) : undefined;
    const digits = sign === undefined ? matchAt(number, text, at) : undefined;
    const letters = sign === undefined && digits === undefined ? matchAt(word, text, at) : undefined;
    const found = sign ?? digits ?? letters ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    const lower = found.toLowerCase().replaceAll('’', "'");
    tokens.push({
      kind: digits !== undefined ? 'number' : letters !== undefined ? 'word' : 'mark',
      text: found,
      lower: sign === undefined ? lower : '×',
      stem: letters === undefined || found.length > longestWord ? lower : stem(lower),
      start: at,
      end: at + found.length,
      glued,
    });
    at += found.length;
    glued = true;
  }
  return tokens;
};
