import type { Token } from './tokens.ts';

/** Tokens of one sentence or line: `from` inclusive, `to` exclusive. */
export interface Range {
  from: number;
  to: number;
}

const closes = new Set(['.', '!', '?', '…', ';', '\u2022']);

/** Where sentences end: at `.`, `!`, `?` before a space, at `;` and at line breaks. */
export const sentencesOf = (tokens: readonly Token[], text: string): Range[] => {
  const ranges: Range[] = [];
  let from = 0;
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    const isEnd = next === undefined || (closes.has(token.text) && !next.glued) || text.slice(token.end, next.start).includes('\n');
    if (!isEnd) return;
    ranges.push({ from, to: i + 1 });
    from = i + 1;
  });
  return ranges;
};

const joints = new Set(['and', 'while', 'with', 'but', 'plus', 'alongside', 'whereas', 'or', 'then']);

const isJoint = (token: Token): boolean => token.text === ',' || token.text === ';' || token.text === ':' || joints.has(token.lower);

const farthest = 24;

/** The part of a sentence around a place, between commas and joining words. */
export const segmentAround = (tokens: readonly Token[], sentence: Range, at: number, until: number): Range => {
  let from = at;
  while (from > sentence.from && at - from < farthest && !isJoint(tokens[from - 1]!)) from -= 1;
  let to = until;
  while (to < sentence.to && to - until < farthest && !isJoint(tokens[to]!)) to += 1;
  return { from, to };
};
