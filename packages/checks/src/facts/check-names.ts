import { isDenied } from '../text/negation.ts';
import type { Token } from '../text/tokens.ts';
import { countryWords } from './demonyms.ts';
import type { Draft, Finding } from './finding.ts';
import { type Known, squeeze } from './known.ts';
import type { Fact } from './source.ts';
import { unitOf } from './units.ts';

const everyday = new Set(
  (
    'i a ok full tv pc ac dc uk eu us usa uv diy id faq usb cpu gpu ram rom os hd fhd qhd sim lcd led mp gb mb tb mah ghz mhz hz ppi dpi fps sms mms led jan feb mar apr jun jul aug sep sept oct nov dec ' +
    'january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday ' +
    'internet english christmas easter summer winter spring autumn sd io ai hdr xs s m l xl xxl b g n ac ax nfc gps wi fi wifi lte kg cm mm ml in'
  ).split(' '),
);

const hasCapital = (text: string): boolean => /\p{Lu}/u.test(text);
const isWordLike = (token: Token | undefined): token is Token => token !== undefined && token.kind === 'word';

/** A text in Title Case says nothing by its capitals. */
const isTitled = (draft: Draft): boolean => {
  const long = draft.tokens.filter((token) => token.kind === 'word' && token.text.length > 3);
  return long.length > 2 && long.filter((token) => hasCapital(token.text)).length > long.length * 0.6;
};

const startsSomething = (draft: Draft, at: number): boolean => {
  const sentence = draft.sentenceOf[at]!;
  const before = draft.tokens[at - 1];
  return (
    at === sentence.from ||
    before === undefined ||
    draft.tokens.slice(sentence.from, at).every((token) => token.kind === 'mark') ||
    [':', '“', '"', '‘', '(', '•', '*', '!', '?', '.', '—', '–', '['].includes(before.text)
  );
};

/** "PDAF (Phase Detection Auto Focus)": an abbreviation spelled out. */
const isSpelledOut = (draft: Draft, at: number): boolean => {
  const opens = draft.tokens.slice(Math.max(0, at - 6), at).findLastIndex((token) => token.text === '(') + Math.max(0, at - 6);
  const short = draft.tokens[opens]?.text === '(' ? draft.tokens[opens - 1] : undefined;
  return short !== undefined && /^\p{Lu}{2,}$/u.test(short.text) && short.text[0] === draft.tokens[opens + 1]?.text[0]?.toUpperCase();
};

const isKnown = (known: Known, draft: Draft, at: number): boolean => {
  const token = draft.tokens[at]!;
  const plain = squeeze(token.text.replace(/['’]s$/, ''));
  if (
    everyday.has(plain) ||
    unitOf(token.text) !== undefined ||
    isSpelledOut(draft, at) ||
    known.stems.has(token.stem) ||
    known.stems.has(plain)
  )
    return true;
  if (countryWords(plain).some((word) => known.squeezed.includes(word))) return true;
  if (plain.length >= 3 && known.squeezed.includes(plain)) return true;
  const joined = [-1, 1].some((step) => {
    const other = draft.tokens[at + step * 2];
    const link = draft.tokens[at + step];
    return (
      other !== undefined &&
      (link?.text === '-' || link?.text === '/') &&
      known.squeezed.includes(squeeze(step < 0 ? other.text + token.text : token.text + other.text))
    );
  });
  return joined || /^\p{Lu}{2,}s$/u.test(token.text);
};

const makings = new Set(
  'made,handmade,manufactured,produced,crafted,handcrafted,built,assembled,woven,knitted,sewn,grown,harvested,brewed,roasted,printed,originates,comes,originating'.split(
    ',',
  ),
);
const originWords = new Set(['origin', 'countri', 'make', 'manufactur', 'produc']);
const originOf = (known: Known): Fact | undefined =>
  known.facts.find((fact) => fact.label.some((token) => originWords.has(token.stem)) && fact.says === 'value');

/** The name that stands in the source at this place: "made in Austria" for "in Australia". */
const rivalName = (fact: Fact): string | undefined => {
  const names = fact.tokens.filter((token) => hasCapital(token.text) && token.kind === 'word');
  return names.length === 1 ? names[0]!.text : undefined;
};

/** "Android 11 Go Edition" is one name. */
const isNumberInName = (draft: Draft, at: number, measured: ReadonlySet<number>): boolean =>
  draft.tokens[at]?.kind === 'number' && !measured.has(at);

const runOf = (draft: Draft, at: number, unknown: (i: number) => boolean, measured: ReadonlySet<number>): number => {
  let to = at + 1;
  while (
    to < draft.tokens.length &&
    draft.tokens[to - 1]!.end + 1 >= draft.tokens[to]!.start &&
    ((isWordLike(draft.tokens[to]) && unknown(to)) || isNumberInName(draft, to, measured))
  )
    to += 1;
  return to;
};

const tokensOf = ({ from, to }: { from: number; to: number }): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** Keeps the work for hostile texts in bounds. */
const mostNames = 300;

/** Names of people, makers, places and models that the source does not have. Words at the start of a sentence are let pass. */
export const checkNames = (draft: Draft, known: Known): Finding[] => {
  if (isTitled(draft)) return [];
  const measures = new Set(draft.quantities.flatMap((one) => (one.unit === undefined ? [] : [one.to - 1])));
  const measured = new Set(draft.quantities.flatMap((one) => (one.unit === undefined ? [] : tokensOf(one))));
  const unknown = (i: number): boolean => {
    const token = draft.tokens[i];
    return (
      isWordLike(token) &&
      !/^\p{L}$/u.test(token.text) &&
      hasCapital(token.text) &&
      !measures.has(i) &&
      !startsSomething(draft, i) &&
      !(token.glued && draft.tokens[i - 1]?.kind === 'number') &&
      !isKnown(known, draft, i) &&
      !isDenied(draft.tokens, draft.sentenceOf[i]!, i, i + 1)
    );
  };
  const findings: Finding[] = [];
  for (let at = 0; at < draft.tokens.length && findings.length < mostNames; at += 1) {
    if (!unknown(at)) continue;
    const to = runOf(draft, at, unknown, measured);
    const start = draft.tokens[at]!.start;
    const end = draft.tokens[to - 1]!.end;
    const origin =
      ['in', 'from'].includes(draft.tokens[at - 1]?.lower ?? '') && makings.has(draft.tokens[at - 2]?.lower ?? '')
        ? originOf(known)
        : undefined;
    const rival = origin ? rivalName(origin) : undefined;
    findings.push(
      origin
        ? {
            rule: 'origin-contradicted',
            level: 'error',
            start,
            end,
            fact: origin,
            replacements: rival ? [rival] : [],
            code: 'contradicted',
          }
        : { rule: 'name-unsupported', level: 'warning', start, end, code: 'unsupported' },
    );
    at = to - 1;
  }
  return findings;
};
