import type { Json } from '@countersign/contract';

const mostWords = 400;

const wordsIn = (value: Json): string[] => (JSON.stringify(value).match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []).slice(0, mostWords);

/** Share of the words that were changed: edit distance over words (Levenshtein 1966) by the longer text's length, 0 to 1. */
export function wordDistance(before: Json, after: Json): number {
  const [a, b] = [wordsIn(before), wordsIn(after)];
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : 1;
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return (row[b.length] as number) / Math.max(a.length, b.length);
}
