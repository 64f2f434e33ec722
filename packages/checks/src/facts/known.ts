import type { Json } from '@countersign/contract';
import type { Draft } from './finding.ts';
import { quantitiesOf } from './quantities.ts';
import type { Quantity } from './quantity.ts';
import { type Fact, factsOf } from './source.ts';

/** A quantity of the source with the words that say what it measures. */
export interface KnownQuantity {
  fact: Fact;
  quantity: Quantity;
  /** Stems beside it in the value, nearest first. */
  beside: string[];
  /** Stems of the names above it. */
  named: Set<string>;
  /** It stands in a name, such as `3.5mm jack`, not in a value. */
  inName: boolean;
}

/** The source, read once per item, with what all checks ask of it. */
export interface Known {
  facts: Fact[];
  quantities: KnownQuantity[];
  /** Stems of every word, in names and values. */
  stems: Set<string>;
  /** The same in small letters, as written. */
  words: Set<string>;
  /** All of it in small letters without spaces, hyphens and marks: to find `SM8650AB` and `microSD`. */
  squeezed: string;
}

const empty = new Set([
  'the',
  'a',
  'an',
  'of',
  'up',
  'to',
  'and',
  'or',
  'with',
  'in',
  'on',
  'at',
  'for',
  'by',
  'per',
  'from',
  'is',
  'it',
  'its',
  'than',
  'each',
  'about',
  'not',
  'no',
  'can',
  'be',
]);

export const isEmpty = (lower: string): boolean => empty.has(lower);

interface Layout {
  /** The quantity that each token belongs to. */
  owner: Map<number, Quantity>;
  /** "75 to 106 cm" are of one list: they share the words around them. */
  list: Map<Quantity, number>;
}

const layoutOf = (quantities: readonly Quantity[]): Layout => {
  const owner = new Map<number, Quantity>();
  const list = new Map<Quantity, number>();
  let current = 0;
  quantities.forEach((one, i) => {
    for (let at = one.from; at < one.to; at += 1) owner.set(at, one);
    if (i > 0 && !quantities[i - 1]!.carried) current += 1;
    list.set(one, current);
  });
  return { owner, list };
};

const farthest = 16;

/** Words around a quantity, up to a comma or another quantity: `(2G)` in "Up to 14 h (2G) / Up to 6 h (3G)". */
const besideOf = (fact: Fact, quantity: Quantity, { owner, list }: Layout): string[] => {
  const isInList = (i: number): boolean => owner.has(i) && list.get(owner.get(i)!) === list.get(quantity);
  const stops = (i: number): boolean => {
    const token = fact.tokens[i];
    if (token === undefined || Math.abs(i - quantity.from) > farthest || (owner.has(i) && !isInList(i))) return true;
    return [',', ';', '/', '|'].includes(token.text) && !(isInList(i - 1) && isInList(i + 1));
  };
  const beside: string[] = [];
  const take = (i: number): void => {
    const token = fact.tokens[i]!;
    if (token.kind === 'word' && !owner.has(i) && !empty.has(token.lower)) beside.push(token.stem);
  };
  for (let i = quantity.to; !stops(i); i += 1) take(i);
  for (let i = quantity.from - 1; !stops(i); i -= 1) take(i);
  return beside.slice(0, 12);
};

/** Names of fields whose text names or describes the thing: a figure in them is not said to be of anything else. */
export const nameLabels: ReadonlySet<string> = new Set([
  'name',
  'title',
  'product',
  'model',
  'description',
  'categories',
  'category',
  'brand',
  'text',
  'summary',
]);

export const squeeze = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** Keeps the work for hostile sources in bounds; a product has some dozens. */
const mostQuantities = 5000;

export const readKnown = (input: Json): Known => {
  const facts = factsOf(input);
  const quantities = facts.flatMap((fact) => {
    const named = new Set([...fact.group, ...fact.label].map((token) => token.stem));
    const layout = layoutOf(fact.quantities);
    const inNames = [...quantitiesOf(fact.label), ...quantitiesOf(fact.group)].map((quantity) => ({
      fact,
      quantity,
      beside: [],
      named,
      inName: true,
    }));
    return [
      ...fact.quantities.map((quantity) => ({ fact, quantity, beside: besideOf(fact, quantity, layout), named, inName: false })),
      ...inNames,
    ];
  });
  const tokens = facts.flatMap((fact) => [...fact.label, ...fact.group, ...fact.tokens]);
  const stems = new Set(tokens.map((token) => token.stem));
  const words = new Set(tokens.map((token) => token.lower));
  return {
    facts,
    quantities: quantities.slice(0, mostQuantities),
    stems,
    words,
    squeezed: facts.map((fact) => `${squeeze(fact.title)} ${squeeze(fact.text)}`).join(' '),
  };
};

/** `Halyard 45`, `A510`, `Type-C 2.0`: a number that is part of a name in the source. */
export const isInName = (known: Known, draft: Draft, one: Quantity): boolean => {
  const digits = squeeze(
    draft.tokens
      .slice(one.from, one.to)
      .map((token) => token.text)
      .join(''),
  );
  const before = squeeze(draft.tokens[one.from - 1]?.text ?? '');
  const after = squeeze(draft.tokens[one.to]?.text ?? '');
  return (
    (before.length > 0 && known.squeezed.includes(before + digits)) ||
    (after.length > 1 && draft.tokens[one.to]!.glued && known.squeezed.includes(digits + after))
  );
};
