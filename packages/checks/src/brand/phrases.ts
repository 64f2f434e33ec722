/** A phrase to look for, whole words only, capitals and spaces aside. Longer phrases win over shorter ones at the same place. */
export interface Sought<T> {
  phrase: string;
  value: T;
}

export interface Seen<T> {
  start: number;
  end: number;
  value: T;
}

const wordPattern = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’](?=\p{L}))*/gu;

interface Word {
  lower: string;
  start: number;
  end: number;
}

const wordsOf = (text: string): Word[] =>
  [...text.matchAll(wordPattern)].map((match) => ({
    lower: match[0].toLowerCase().replaceAll('’', "'"),
    start: match.index,
    end: match.index + match[0].length,
  }));

/** Only spaces and hyphens may stand between the words of a phrase. */
const isOneRun = (text: string, words: readonly Word[]): boolean =>
  words.every((word, i) => i === 0 || /^[\s\u00a0-]{1,3}$/.test(text.slice(words[i - 1]!.end, word.start)));

/** Finds many phrases in one pass over the words of a text. */
export const findSought = <T>(text: string, sought: readonly Sought<T>[]): Seen<T>[] => {
  const byFirst = new Map<string, { words: string[]; value: T }[]>();
  for (const { phrase, value } of sought) {
    const words = wordsOf(phrase).map((word) => word.lower);
    if (words.length > 0) byFirst.set(words[0]!, [...(byFirst.get(words[0]!) ?? []), { words, value }]);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  const words = wordsOf(text);
  const seen: Seen<T>[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const match = byFirst
      .get(words[i]!.lower)
      ?.find(
        (entry) => entry.words.every((word, k) => words[i + k]?.lower === word) && isOneRun(text, words.slice(i, i + entry.words.length)),
      );
    if (match === undefined) continue;
    seen.push({ start: words[i]!.start, end: words[i + match.words.length - 1]!.end, value: match.value });
    i += match.words.length - 1;
  }
  return seen;
};

/** A replacement takes the capitals of what it replaces. */
export const withCapitalsOf = (original: string, replacement: string): string => {
  if (original.length > 1 && original === original.toUpperCase() && original !== original.toLowerCase()) return replacement.toUpperCase();
  const first = original.charAt(0);
  return first !== first.toLowerCase() ? replacement.charAt(0).toUpperCase() + replacement.slice(1) : replacement;
};
