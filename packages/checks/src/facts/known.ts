import type { Json } from '@countersign/contract';
import type { Draft } from './finding.ts';
import { type Fact, factsOf } from './source.ts';
import { quantitiesOf, type Quantity } from './quantities.ts';

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

const empty = new Set(['the', 'a', 'an', 'of', 'up', 'to', 'and', 'or', 'with', 'in', 'on', 'at', 'for', 'by', 'per', 'from', 'is', 'it', 'its', 'than', 'each', 'about']);

/** "75 to 106 cm": both are of the same, so they share the words around them. */
const isOneList = (all: readonly Quantity[], one: Quantity, other: Quantity): boolean => {
  const [low, high] = [all.indexOf(one), all.indexOf(other)].sort((a, b) => a - b) as [number, number];
  return all.slice(low, high).every((quantity) => quantity.carried);
};

/** Words around a quantity, up to a comma or another quantity: `(2G)` in "Up to 14 h (2G) / Up to 6 h (3G)". */
const besideOf = (fact: Fact, quantity: Quantity): string[] => {
  const others = fact.quantities.filter((one) => !isOneList(fact.quantities, one, quantity));
  const places = (list: readonly Quantity[]): Set<number> => new Set(list.flatMap((one) => Array.from({ length: one.to - one.from }, (_, i) => one.from + i)));
  const taken = places(others);
  const inList = places(fact.quantities.filter((one) => !others.includes(one)));
  const stops = (i: number): boolean => {
    const token = fact.tokens[i];
    const isInside = inList.has(i - 1) && inList.has(i + 1);
    return token === undefined || taken.has(i) || (!isInside && [',', ';', '/', '|'].includes(token.text));
  };
  const beside: string[] = [];
  const take = (i: number): void => {
    const token = fact.tokens[i]!;
    if (token.kind === 'word' && !inList.has(i) && !empty.has(token.lower)) beside.push(token.stem);
  };
  for (let i = quantity.to; !stops(i); i += 1) take(i);
  for (let i = quantity.from - 1; !stops(i); i -= 1) take(i);
  return beside.slice(0, 12);
};

export const squeeze = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

export const readKnown = (input: Json): Known => {
  const facts = factsOf(input);
  const quantities = facts.flatMap((fact) => {
    const named = new Set([...fact.group, ...fact.label].map((token) => token.stem));
    const inNames = [...quantitiesOf(fact.label), ...quantitiesOf(fact.group)].map((quantity) => ({ fact, quantity, beside: [], named, inName: true }));
    return [...fact.quantities.map((quantity) => ({ fact, quantity, beside: besideOf(fact, quantity), named, inName: false })), ...inNames];
  });
  const tokens = facts.flatMap((fact) => [...fact.label, ...fact.group, ...fact.tokens]);
  const stems = new Set(tokens.map((token) => token.stem));
  const words = new Set(tokens.map((token) => token.lower));
  return { facts, quantities, stems, words, squeezed: facts.map((fact) => `${squeeze(fact.title)} ${squeeze(fact.text)}`).join(' ') };
};

/** `Halyard 45`, `A510`, `Type-C 2.0`: a number that is part of a name in the source. */
export const isInName = (known: Known, draft: Draft, one: Quantity): boolean => {
  const digits = squeeze(draft.tokens.slice(one.from, one.to).map((token) => token.text).join(''));
  const before = squeeze(draft.tokens[one.from - 1]?.text ?? '');
  const after = squeeze(draft.tokens[one.to]?.text ?? '');
  return (before.length > 0 && known.squeezed.includes(before + digits)) || (after.length > 1 && draft.tokens[one.to]!.glued && known.squeezed.includes(digits + after));
};
