import type { BrandRules } from '@countersign/contract';
import { isInFields, type TextAt } from '../strings.ts';
import type { BrandFinding } from './place.ts';

const countWords = (text: string): number => text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,-]*/gu)?.length ?? 0;

interface Sentence {
  start: number;
  end: number;
}

/** Sentences end at . ! ? before a space and a capital, a digit or a quote, and at line breaks. */
const sentencesIn = (text: string): Sentence[] => {
  const sentences: Sentence[] = [];
  let start = 0;
  const push = (end: number): void => {
    const part = text.slice(start, end);
    const from = start + (part.length - part.trimStart().length);
    if (part.trim() !== '') sentences.push({ start: from, end: from + part.trim().length });
    start = end;
  };
  for (const match of text.matchAll(/[.!?…][)"'”’]?(?=\s+[\p{Lu}\p{N}"'“‘(])|\n/gu)) push(match.index + match[0].length);
  push(text.length);
  return sentences;
};

const silent = /(?:[^laeiouy]es|[^aeioutd]ed|[^laeiouy]e)$/;

/** Syllables of an English word by its groups of vowels: right for about nine words in ten, enough for an average. */
const countSyllables = (word: string): number => {
  const letters = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .slice(0, 40);
  if (letters.length <= 3) return letters.length === 0 ? 0 : 1;
  return Math.max(1, letters.replace(silent, (ending) => ending.charAt(0)).match(/[aeiouy]{1,2}/g)?.length ?? 1);
};

/** Flesch reading ease: 206.835 − 1.015 words per sentence − 84.6 syllables per word (R. Flesch, J. Appl. Psychol. 32, 1948, 221–233). */
export const readingEase = (text: string): number | undefined => {
  const words = text.match(/\p{L}[\p{L}'’]*/gu) ?? [];
  const sentences = sentencesIn(text).length;
  if (words.length === 0 || sentences === 0) return undefined;
  const syllables = words.reduce((total, word) => total + countSyllables(word), 0);
  return 206.835 - 1.015 * (words.length / sentences) - 84.6 * (syllables / words.length);
};

const fewestWords = 20;

export const checkReadingEase = (at: TextAt, rules: BrandRules): BrandFinding[] => {
  const bounds = rules.readingEase;
  if (bounds === undefined || !isInFields(at.path, bounds.fields) || countWords(at.text) < fewestWords) return [];
  const ease = readingEase(at.text);
  const hard = bounds.min !== undefined && ease !== undefined && ease < bounds.min;
  const easy = bounds.max !== undefined && ease !== undefined && ease > bounds.max;
  if (!hard && !easy) return [];
  const params = { ease: String(Math.round(ease)), ...(hard ? { min: String(bounds.min) } : { max: String(bounds.max) }) };
  return [{ rule: 'reading-ease', level: bounds.level, start: 0, end: 0, code: hard ? 'too-hard' : 'too-easy', params }];
};

export const checkSentenceLength = (at: TextAt, rules: BrandRules): BrandFinding[] => {
  const most = rules.sentenceWords;
  if (most === undefined) return [];
  return sentencesIn(at.text).flatMap(({ start, end }) => {
    const count = countWords(at.text.slice(start, end));
    return count <= most.max
      ? []
      : [
          {
            rule: 'sentence-length',
            level: most.level,
            start,
            end,
            code: 'long-sentence' as const,
            params: { count: String(count), max: String(most.max) },
          },
        ];
  });
};

const lengthFinding = (
  count: number,
  unit: 'words' | 'characters',
  { min, max }: { min?: number | undefined; max?: number | undefined } = {},
): Pick<BrandFinding, 'code' | 'params'>[] => {
  if (min !== undefined && count < min) return [{ code: `too-few-${unit}`, params: { count: String(count), min: String(min) } }];
  if (max !== undefined && count > max) return [{ code: `too-many-${unit}`, params: { count: String(count), max: String(max) } }];
  return [];
};

export const checkLength = (at: TextAt, rules: BrandRules): BrandFinding[] =>
  rules.length.flatMap((rule) => {
    if (!isInFields(at.path, rule.fields)) return [];
    return [
      ...lengthFinding(countWords(at.text), 'words', rule.words),
      ...lengthFinding([...at.text].length, 'characters', rule.characters),
    ].map((found) => ({ ...found, rule: 'length', level: rule.level, start: 0, end: 0 }));
  });
