import type { Json } from '@countersign/contract';
import { type Token, tokenize } from '../text/tokens.ts';
import { quantitiesOf } from './quantities.ts';
import type { Quantity } from './quantity.ts';
import { unitOfLabel } from './units.ts';

/** One thing that the source says: a value with the names above it. */
export interface Fact {
  /** JSON pointer into the source. */
  path: string;
  /** Place of the value in the string at path; undefined where the value is no string. */
  start: number | undefined;
  end: number | undefined;
  /** The nearest name, and the names above it, as words. */
  label: Token[];
  group: Token[];
  /** As shown to people: `Selfie camera / Video`. */
  title: string;
  text: string;
  tokens: Token[];
  quantities: Quantity[];
  says: 'yes' | 'no' | 'nothing' | 'value';
  /** Nothing that is written there: how many things a list has. */
  counted?: true;
}

/** "No", "No (yes in Japan)", "no certification"; not "No Country for Old Men" or "Noël". */
const no = /^(?:no|none|not|false|without|n\/a|never|No|None|NO|Not|False|Without|N\/A|Never)(?=$|[^\p{L}\p{N}\s]|\s+[\p{Ll}(])|^[✗✘]$/u;
const yes = /^(?:yes|true|included|available|supported)(?![\p{L}\p{N}])|^[✓✔]/iu;

const saysOf = (text: string): Fact['says'] => {
  const value = text.trim();
  if (/^[-–—?]?$/.test(value) || /^(?:unknown|unspecified|null|undefined|tbd|tba)$/i.test(value)) return 'nothing';
  if (no.test(value)) return 'no';
  return yes.test(value) ? 'yes' : 'value';
};

/** `in_the_box`, `inTheBox` and "In the box" are the same words. */
const labelWords = (name: string): Token[] =>
  tokenize(name.replace(/[_-]+/g, ' ').replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')).filter(
    (token) => token.kind !== 'mark' || token.text === '"',
  );

interface Named {
  path: string;
  names: string[];
}

const makeFact = (at: Named, text: string, start: number | undefined): Fact => {
  const tokens = tokenize(text);
  const label = labelWords(at.names.at(-1) ?? '');
  const unit = unitOfLabel(label.map((token) => token.lower));
  const quantities = quantitiesOf(tokens).map((one) =>
    unit === undefined || one.unit !== undefined
      ? one
      : { ...one, unit, dimension: unit.dimension, value: (one.raw + (unit.offset ?? 0)) * unit.factor },
  );
  return {
    path: at.path,
    start,
    end: start === undefined ? undefined : start + text.length,
    label,
    group: at.names.slice(0, -1).flatMap(labelWords),
    title: at.names.join(' / '),
    text,
    tokens,
    quantities,
    says: saysOf(text),
  };
};

const longestName = 60;

/** "Key: value" at the start of a line; "Group / Key: value" has names above. */
const splitLine = (line: string): { names: string[]; value: string; at: number } | undefined => {
  const colon = line.search(/[:=\t]/);
  if (
    colon <= 0 ||
    colon > longestName ||
    line.slice(colon, colon + 3) === '://' ||
    /\d$/.test(line.slice(0, colon)) ||
    /[.!?]\s/.test(line.slice(0, colon))
  )
    return undefined;
  const names = line
    .slice(0, colon)
    .replace(/^[\s*•#>|-]+/, '')
    .split(/\s\/\s|\s>\s/)
    .map((name) => name.replaceAll('**', '').trim());
  const rest = line.slice(colon + 1);
  const value = rest.trim();
  return names.some((name) => name === '' || name.split(/\s+/).length > 6)
    ? undefined
    : { names, value, at: colon + 1 + (rest.length - rest.trimStart().length) };
};

const sentences = (line: string): { text: string; at: number }[] => {
  const parts: { text: string; at: number }[] = [];
  let from = 0;
  for (const match of line.matchAll(/[.!?](?=\s)|$/g)) {
    const end = match.index + match[0].length;
    if (line.slice(from, end).trim() !== '') parts.push({ text: line.slice(from, end), at: from });
    from = end;
  }
  return parts;
};

const factsOfText = (text: string, at: Named): Fact[] => {
  if (!text.includes('\n') && at.names.length > 0) return [makeFact(at, text, 0)];
  const facts: Fact[] = [];
  let names: string[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const pair = splitLine(line);
    if (pair) {
      names = pair.names;
      facts.push(makeFact({ path: at.path, names: [...at.names, ...names] }, pair.value, offset + pair.at));
    } else if (line.trim() !== '') {
      if (names.length > 0) facts.push(makeFact({ path: at.path, names: [...at.names, ...names] }, line, offset));
      else for (const one of sentences(line)) facts.push(makeFact(at, one.text, offset + one.at));
    } else if (line === '') names = [];
    offset += line.length + 1;
  }
  return facts;
};

const isMoney = (value: object): value is { amount: number; currency: string } =>
  typeof (value as { amount?: unknown }).amount === 'number' && typeof (value as { currency?: unknown }).currency === 'string';

const pointer = (path: string, step: string): string => `${path}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const collect = (value: Json, at: Named, facts: Fact[]): void => {
  if (value === null) return;
  if (typeof value === 'string') facts.push(...factsOfText(value, at));
  else if (typeof value !== 'object') facts.push(makeFact(at, String(value), undefined));
  else if (Array.isArray(value)) {
    value.forEach((one, i) => {
      collect(one, { path: `${at.path}/${i}`, names: at.names }, facts);
    });
    if (at.names.length > 0 && value.length > 1 && value.every((one) => typeof one !== 'object'))
      facts.push({ ...makeFact(at, `${value.length}`, undefined), counted: true });
  } else if (isMoney(value)) {
    facts.push(
      makeFact(at, `${value.amount / 100} ${value.currency}`, undefined),
      makeFact(at, `${value.amount} ${value.currency}`, undefined),
    );
  } else for (const [key, one] of Object.entries(value)) collect(one, { path: pointer(at.path, key), names: [...at.names, key] }, facts);
};

/** What a source says, as a flat list: from nested JSON, lines of "name: value", or free text. */
export const factsOf = (input: Json): Fact[] => {
  const facts: Fact[] = [];
  collect(input, { path: '', names: [] }, facts);
  return facts;
};
