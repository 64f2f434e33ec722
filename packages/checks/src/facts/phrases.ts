import type { Token } from '../text/tokens.ts';
import { tokenize } from '../text/tokens.ts';

interface Entry<T> {
  stems: string[];
  value: T;
}

/** Phrases by their first stem. */
export type PhraseBook<T> = Map<string, Entry<T>[]>;

export interface Mention<T> {
  value: T;
  from: number;
  to: number;
}

const stemsOf = (phrase: string): string[] =>
  tokenize(phrase)
    .filter((token) => token.kind !== 'mark')
    .map((token) => token.stem);

/** Longer phrases are tried first. */
export const phraseBook = <T>(phrases: Iterable<readonly [string, T]>): PhraseBook<T> => {
  const book: PhraseBook<T> = new Map();
  for (const [phrase, value] of phrases) {
    const stems = stemsOf(phrase);
    const first = stems[0];
    if (first === undefined) continue;
    const list = book.get(first) ?? [];
    list.push({ stems, value });
    book.set(first, list);
  }
  for (const list of book.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  return book;
};

/** Where phrases stand, hyphens and other marks between their words left out of account; every value once per place. */
export const findPhrases = <T>(book: PhraseBook<T>, tokens: readonly Token[]): Mention<T>[] => {
  const plain = tokens.flatMap((token, i) => (token.kind === 'mark' ? [] : [i]));
  const mentions: Mention<T>[] = [];
  plain.forEach((index, i) => {
    const seen = new Set<T>();
    for (const entry of book.get(tokens[index]!.stem) ?? []) {
      if (seen.has(entry.value) || !entry.stems.every((stem, k) => plain[i + k] !== undefined && tokens[plain[i + k]!]!.stem === stem))
        continue;
      const last = plain[i + entry.stems.length - 1]!;
      if (tokens.slice(index, last).some((token) => ['.', ';', ',', '/', '(', ':'].includes(token.text))) continue;
      seen.add(entry.value);
      mentions.push({ value: entry.value, from: index, to: last + 1 });
    }
  });
  return mentions;
};
