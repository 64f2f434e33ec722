import type { Flag, FlagLevel } from '@countersign/contract';
import { makeFlag } from '../flag.ts';
import type { MessageCode, MessageParams } from '../messages.ts';
import type { Range } from '../text/segments.ts';
import { sentencesOf } from '../text/segments.ts';
import { type Token, tokenize } from '../text/tokens.ts';
import { datesOf, type GivenDate } from './dates.ts';
import { quantitiesOf } from './quantities.ts';
import type { Quantity } from './quantity.ts';
import type { Fact } from './source.ts';

/** One text of the output, read once for all checks. */
export interface Draft {
  path: string;
  text: string;
  tokens: Token[];
  sentences: Range[];
  /** Without the numbers of dates. */
  quantities: Quantity[];
  dates: GivenDate[];
  /** The sentence of each token. */
  sentenceOf: Range[];
}

/** Keeps the work for hostile texts in bounds. */
const mostQuantities = 2000;

export const readDraft = (path: string, text: string): Draft => {
  const tokens = tokenize(text);
  const sentences = sentencesOf(tokens, text);
  const sentenceOf = sentences.flatMap((range) => new Array<Range>(range.to - range.from).fill(range));
  const dates = datesOf(tokens);
  const isOfDate = new Uint8Array(tokens.length);
  for (const date of dates) isOfDate.fill(1, date.from, date.to);
  const quantities = quantitiesOf(tokens).filter((one) => isOfDate[one.from] === 0);
  return { path, text, tokens, sentences, sentenceOf, dates, quantities: quantities.slice(0, mostQuantities) };
};

export interface Finding {
  rule: string;
  level: FlagLevel;
  start: number;
  end: number;
  code: MessageCode;
  params?: MessageParams;
  kind?: 'fact' | 'claim';
  fact?: Fact | undefined;
  replacements?: readonly string[];
}

const quoted = (fact: Fact): string => (fact.title === '' ? fact.text.trim() : `${fact.title}: ${fact.text.trim()}`);

export const flagOf = (draft: Draft, finding: Finding): Flag => {
  const { fact } = finding;
  const place = fact?.start === undefined ? {} : { inputStart: fact.start, inputEnd: fact.end! };
  return makeFlag({
    path: draft.path,
    text: draft.text,
    start: finding.start,
    end: finding.end,
    kind: finding.kind ?? 'fact',
    level: finding.level,
    code: finding.code,
    params: { ...(fact && { fact: quoted(fact) }), ...finding.params },
    replacements: finding.replacements ?? [],
    source: { checker: 'facts', rule: finding.rule, ...(fact ? { inputPath: fact.path, ...place, evidence: quoted(fact) } : {}) },
  });
};
