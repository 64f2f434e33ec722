import type { Json } from '@countersign/contract';
import { type Fact, factsOf } from './source.ts';
import type { Quantity } from './quantities.ts';

/** A quantity of the source with the words that say what it measures. */
export interface KnownQuantity {
  fact: Fact;
  quantity: Quantity;
  /** Stems beside it in the value, nearest first. */
  beside: string[];
  /** Stems of the names above it. */
  named: Set<string>;
}

/** The source, read once per item, with what all checks ask of it. */
export interface Known {
  facts: Fact[];
  quantities: KnownQuantity[];
  /** Stems of every word, in names and values. */
  stems: Set<string>;
  /** All of it in small letters without spaces, hyphens and marks: to find `SM8650AB` and `microSD`. */
  squeezed: string;
}

const empty = new Set(['the', 'a', 'an', 'of', 'up', 'to', 'and', 'or', 'with', 'in', 'on', 'at', 'for', 'by', 'per', 'from', 'is', 'it', 'its', 'than', 'each', 'about']);

/** Words around a quantity, up to a comma or another quantity: `(2G)` in "Up to 14 h (2G) / Up to 6 h (3G)". */
const besideOf = (fact: Fact, quantity: Quantity): string[] => {
  const taken = new Set(fact.quantities.flatMap((one) => Array.from({ length: one.to - one.from }, (_, i) => one.from + i)));
  const stops = (i: number): boolean => {
    const token = fact.tokens[i];
    return token === undefined || taken.has(i) || [',', ';', '/', '|'].includes(token.text);
  };
  const beside: string[] = [];
  const take = (i: number): void => {
    const token = fact.tokens[i]!;
    if (token.kind !== 'mark' && !empty.has(token.lower)) beside.push(token.stem);
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
    return fact.quantities.map((quantity) => ({ fact, quantity, beside: besideOf(fact, quantity), named }));
  });
  const stems = new Set(facts.flatMap((fact) => [...fact.label, ...fact.group, ...fact.tokens].map((token) => token.stem)));
  return { facts, quantities, stems, squeezed: facts.map((fact) => `${squeeze(fact.title)} ${squeeze(fact.text)}`).join(' ') };
};
