import type { BrandRules } from '@countersign/contract';
import { isInFields, type TextAt } from '../strings.ts';
import type { BrandFinding } from './place.ts';

const small = new Set([
  'a',
  'an',
  'the',
  'and',
  'but',
  'or',
  'nor',
  'for',
  'so',
  'yet',
  'as',
  'at',
  'by',
  'in',
  'of',
  'off',
  'on',
  'per',
  'to',
  'up',
  'via',
  'with',
  'from',
  'into',
  'over',
]);
const capitalised = /^\p{Lu}\p{Ll}+$/u;
const lowerCase = /^\p{Ll}[\p{Ll}'’]*$/u;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Title Case in full; of Sentence case, words with a capital that stand inside a sentence and are no names known to the house. */
export const checkCapitals = (at: TextAt, rules: BrandRules): BrandFinding[] => {
  const rule = rules.capitals.find((one) => isInFields(at.path, one.fields));
  if (rule === undefined) return [];
  const names = new Set(rules.dictionary);
  const words = [...at.text.matchAll(/\p{L}[\p{L}\p{M}'’]*/gu)];
  const opens = (i: number): boolean =>
    i === 0 || /[.!?:]["”’)]?\s+["“‘(]?$/.test(at.text.slice(Math.max(0, words[i]!.index - 6), words[i]!.index));
  if (rule.style === 'sentence') {
    const inside = words.filter((word, i) => !opens(i) && capitalised.test(word[0]) && !names.has(word[0]));
    const counted = words.filter((word) => word[0].length > 3).length;
    if (inside.length < 2 || inside.length < counted * 0.6) return [];
    const places = new Set(inside.map((word) => word.index));
    const fixed = at.text.replace(/\p{L}[\p{L}\p{M}'’]*/gu, (word, index: number) => (places.has(index) ? word.toLowerCase() : word));
    return [
      {
        rule: 'sentence-case',
        level: rule.level,
        start: 0,
        end: at.text.length,
        code: 'sentence-case',
        replacements: [fixed],
      },
    ];
  }
  return words.flatMap((word, i): BrandFinding[] => {
    const isEdge = opens(i) || i === words.length - 1;
    if (!lowerCase.test(word[0]) || (small.has(word[0]) && !isEdge) || names.has(word[0])) return [];
    if (
      /[\d]$/.test(at.text.slice(Math.max(0, word.index - 1), word.index)) ||
      /\d\s?$/.test(at.text.slice(Math.max(0, word.index - 2), word.index))
    )
      return [];
    return [
      {
        rule: 'title-case',
        level: rule.level,
        start: word.index,
        end: word.index + word[0].length,
        code: 'title-case',
        replacements: [capital(word[0])],
      },
    ];
  });
};
