import type { BrandRules } from '@countersign/contract';
import { isInFields, type TextAt } from '../strings.ts';
import type { BrandFinding } from './place.ts';

type Style = NonNullable<BrandRules['punctuation']>;
type Check = (text: string, style: Style) => Omit<BrandFinding, 'level'>[];

const all = (
  text: string,
  pattern: RegExp,
  make: (match: RegExpExecArray) => Omit<BrandFinding, 'level' | 'start' | 'end'>,
): Omit<BrandFinding, 'level'>[] =>
  [...text.matchAll(pattern)].map((match) => ({ ...make(match), start: match.index, end: match.index + match[0].length }));

const exclamation: Check = (text, style) =>
  style.exclamationMarks === undefined
    ? []
    : all(text, /!+/g, () => ({ rule: 'exclamation-mark', code: 'exclamation', replacements: ['.'] }));

const dashes: Check = (text, style) => {
  if (style.dash === undefined) return [];
  if (style.dash === 'never')
    return all(text, / ?[–—] ?(?=\D)/g, () => ({
      rule: 'dash',
      code: 'no-dash',
      replacements: [', '],
    }));
  const wrong = style.dash === 'em' ? / – | -{1,2} |--/g : /—| -{1,2} |--/g;
  return all(text, wrong, () => ({
    rule: 'dash',
    code: style.dash === 'em' ? 'em-dash' : 'en-dash',
    replacements: [style.dash === 'em' ? '—' : ' – '],
  }));
};

const quotes: Check = (text, style) => {
  if (style.quotes === 'straight')
    return all(text, /[“”‘’]/g, ([mark]) => ({
      rule: 'quotes',
      code: 'straight-quotes',
      replacements: [mark === '“' || mark === '”' ? '"' : "'"],
    }));
  if (style.quotes === undefined) return [];
  return all(text, /(?<![\d'"])["']/g, (match) => {
    const isOpening = match.index === 0 || /[\s([{—–-]/.test(text.charAt(match.index - 1));
    const curly =
      match[0] === '"' ? (isOpening ? '“' : '”') : isOpening && !/^'\d/.test(text.slice(match.index, match.index + 2)) ? '‘' : '’';
    return { rule: 'quotes', code: 'curly-quotes', replacements: [curly] };
  });
};

const word = "[\\p{L}\\p{N}'’-]{1,40}";
const items = `(?:${word} ){0,3}${word}`;

/** "a, b and c": a comma, one to four words, "and" or "or". */
const withoutOxford = new RegExp(`(?<=, ${items}) (?=(?:and|or) ${word})`, 'gu');
const withOxford = /(?<=,[^,.;:!?\n]{1,60}),(?= (?:and|or) )/gu;

const oxford: Check = (text, style) => {
  if (style.oxfordComma === 'always')
    return all(text, withoutOxford, () => ({
      rule: 'oxford-comma',
      code: 'oxford-comma',
      replacements: [', '],
    })).filter((finding) => isList(text, finding.start));
  if (style.oxfordComma === 'never')
    return all(text, withOxford, () => ({ rule: 'oxford-comma', code: 'no-oxford-comma', replacements: [''] }));
  return [];
};

const idle = /\b(?:is|are|was|has|have|can|will|does|it|you|they|we|that|which|but|so|then)\b/i;

/** A list has the same short things between its commas, no clauses. */
const isList = (text: string, at: number): boolean => {
  const before = text.slice(Math.max(0, at - 80), at);
  const last = before.slice(before.lastIndexOf(',') + 1);
  const next = text.slice(at, at + 60).split(/[.,;:!?\n]/)[0] ?? '';
  return !idle.test(last) && !idle.test(next.replace(/^ (?:and|or) /, ''));
};

const finalStop = (at: TextAt, style: Style): Omit<BrandFinding, 'level'>[] => {
  const rule = style.finalStop?.find((one) => isInFields(at.path, one.fields));
  const trimmed = at.text.trimEnd();
  if (rule === undefined || trimmed === '') return [];
  const has = /[.!?…]["”’)]?$/.test(trimmed);
  if (rule.style === 'never' && trimmed.endsWith('.') && !trimmed.endsWith('..'))
    return [{ rule: 'final-stop', start: trimmed.length - 1, end: trimmed.length, code: 'no-final-stop', replacements: [''] }];
  return rule.style === 'always' && !has
    ? [
        {
          rule: 'final-stop',
          start: trimmed.length,
          end: trimmed.length,
          code: 'final-stop',
          replacements: ['.'],
        },
      ]
    : [];
};

export const checkPunctuation = (at: TextAt, rules: BrandRules): BrandFinding[] => {
  const style = rules.punctuation;
  if (style === undefined) return [];
  const found = [exclamation, dashes, quotes, oxford].flatMap((check) => check(at.text, style));
  return [...found, ...finalStop(at, style)].map((finding) => ({ ...finding, level: style.level }));
};

const emoji = /\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}|[\ufe0f\u{1f3fb}-\u{1f3ff}])*|[\u{1f1e6}-\u{1f1ff}]{2}/gu;

export const checkEmoji = (at: TextAt, rules: BrandRules): BrandFinding[] =>
  rules.emoji === undefined
    ? []
    : all(at.text, emoji, () => ({ rule: 'emoji', code: 'no-emoji', replacements: [''] }))
        .filter(({ start, end }) => !/^[©®™\d#*↔-⇿]$/u.test(at.text.slice(start, end)))
        .map((finding) => ({ ...finding, level: 'warning' }));
