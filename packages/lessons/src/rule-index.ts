import { anyNumber, anyWord, atEnd, atStart, inList, type Rule } from './rule.ts';
import { fitsAfter, fitsBefore } from './surroundings.ts';
import type { Token } from './text/tokens.ts';

/** A rule found in a text: it speaks of the tokens `from` to `to` (exclusive); the same number where something is put in. */
export interface Found<T extends Rule> {
  rule: T;
  from: number;
  to: number;
}

const classes = new Set([anyNumber, anyWord, atStart, atEnd, inList]);
const isSpace = (text: string | undefined): boolean => text !== undefined && text.trim() === '';

/** The nearest word of a context with the space between, as text; '' when any will do. */
const nearBefore = (context: readonly string[]): string => {
  const last = context.at(-1);
  const word = isSpace(last) ? context.at(-2) : last;
  if (word === undefined || classes.has(word)) return '';
  return isSpace(last) ? word + last : word;
};
const nearAfter = (context: readonly string[]): string => {
  const [first, second] = context;
  const word = isSpace(first) ? second : first;
  if (word === undefined || classes.has(word)) return '';
  return isSpace(first) ? first + word : word;
};

const lowerOf = (from: readonly string[]): string => from.join('').toLowerCase();
const keyOf = (from: string, before: string, after: string): string => `${from}\u0001${before}\u0001${after}`;

/** Finds which of many rules speak of a text, in time that grows with the text and not with the rules. */
export class RuleIndex<T extends Rule> {
  readonly #rules = new Map<string, T[]>();
  /** How many rules begin with a word, by how many tokens they replace. */
  readonly #lengths = new Map<string, Map<number, number>>();

  add(rule: T): void {
    const key = this.#keyOf(rule);
    const list = this.#rules.get(key);
    if (list) list.push(rule);
    else this.#rules.set(key, [rule]);
    this.#count(rule, 1);
  }

  remove(rule: T): void {
    const key = this.#keyOf(rule);
    const list = this.#rules.get(key);
    const at = list?.indexOf(rule) ?? -1;
    if (list === undefined || at === -1) return;
    list.splice(at, 1);
    if (list.length === 0) this.#rules.delete(key);
    this.#count(rule, -1);
  }

  /** Every rule at every place that it speaks of, in the order of the text. */
  find(tokens: readonly Token[], field: string): Found<T>[] {
    const found: Found<T>[] = [];
    for (let i = 0; i <= tokens.length; i += 1) {
      this.#look(tokens, field, i, i, '', found);
      const lengths = i < tokens.length ? this.#lengths.get(tokens[i]!.lower) : undefined;
      if (lengths === undefined) continue;
      for (const length of lengths.keys()) {
        if (i + length > tokens.length) continue;
        let from = '';
        for (let k = i; k < i + length; k += 1) from += tokens[k]!.lower;
        this.#look(tokens, field, i, i + length, from, found);
      }
    }
    return found;
  }

  #look(tokens: readonly Token[], field: string, from: number, to: number, text: string, found: Found<T>[]): void {
    const before = besideBefore(tokens, from);
    const after = besideAfter(tokens, to);
    for (const key of [keyOf(text, '', ''), keyOf(text, before, ''), keyOf(text, '', after), keyOf(text, before, after)]) {
      const rules = this.#rules.get(key);
      if (rules === undefined) continue;
      for (const rule of rules) if (fits(rule, tokens, field, from, to)) found.push({ rule, from, to });
      if (before === '' && after === '') break;
    }
  }

  #keyOf({ from, before, after }: Rule): string {
    return keyOf(lowerOf(from), nearBefore(before), nearAfter(after));
  }

  #count({ from }: Rule, by: number): void {
    const [first] = from;
    if (first === undefined) return;
    const lengths = this.#lengths.get(first.toLowerCase()) ?? new Map<number, number>();
    const count = (lengths.get(from.length) ?? 0) + by;
    if (count > 0) lengths.set(from.length, count);
    else lengths.delete(from.length);
    if (lengths.size > 0) this.#lengths.set(first.toLowerCase(), lengths);
    else this.#lengths.delete(first.toLowerCase());
  }
}

const besideBefore = (tokens: readonly Token[], at: number): string => {
  const last = tokens[at - 1];
  if (last === undefined) return '';
  return last.kind === 'space' ? (tokens[at - 2]?.lower ?? '') + last.lower : last.lower;
};
const besideAfter = (tokens: readonly Token[], at: number): string => {
  const first = tokens[at];
  if (first === undefined) return '';
  return first.kind === 'space' ? first.lower + (tokens[at + 1]?.lower ?? '') : first.lower;
};

const isExact = ({ kind, from }: Rule): boolean => kind === 'casing' || from.some((text) => text !== text.toLowerCase());

const fits = (rule: Rule, tokens: readonly Token[], field: string, from: number, to: number): boolean => {
  if (rule.field !== '' && rule.field !== field) return false;
  if (isExact(rule) && !rule.from.every((text, i) => text === tokens[from + i]!.text)) return false;
  return fitsBefore(tokens, from, rule.before) && fitsAfter(tokens, to, rule.after);
};
