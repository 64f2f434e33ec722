import type { Json } from '@countersign/contract';

const longestText = 4_000;
const mostWords = 300;
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** The texts and numbers in a value, in order, without the names of its members; no more than the beginning of a long one. */
export function textOf(value: Json): string {
  const parts: string[] = [];
  let length = 0;
  const gather = (part: Json): void => {
    if (length > longestText || part === null || typeof part === 'boolean') return;
    if (typeof part === 'object') {
      for (const inner of Array.isArray(part) ? part : Object.values(part)) gather(inner);
      return;
    }
    const text = String(part);
    parts.push(text);
    length += text.length + 1;
  };
  gather(value);
  return parts.join(' ').slice(0, longestText).replaceAll('\0', '').toWellFormed();
}

/** The different words of a text, small, in order, at most 300. Also of languages that put no spaces between them. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (!isWordLike) continue;
    const word = segment
      .toLowerCase()
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}]/gu, '');
    if (word !== '' && word.length <= 40) words.add(word);
    if (words.size === mostWords) break;
  }
  return [...words];
}
