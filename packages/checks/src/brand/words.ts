import type { BrandRules, WordRule } from '@countersign/contract';
import { isInFields, type TextAt } from '../strings.ts';
import { findSought, withCapitalsOf } from './phrases.ts';
import type { BrandFinding } from './place.ts';

/** Banned words with what to say instead. */
export const checkBanned = (at: TextAt, rules: BrandRules): BrandFinding[] => {
  const banned = rules.banned.filter((rule) => isInFields(at.path, rule.fields));
  return findSought(
    at.text,
    banned.map((rule): { phrase: string; value: WordRule } => ({ phrase: rule.phrase, value: rule })),
  ).map(({ start, end, value }) => {
    const words = at.text.slice(start, end);
    const instead = value.replacement ? ` Say “${value.replacement}”.` : '';
    return {
      rule: `banned:${value.phrase.toLowerCase()}`,
      level: value.level,
      start,
      end,
      message: `“${words}” is not to be used here${value.reason ? `: ${value.reason}` : ''}.${instead}`,
      replacements: value.replacement === undefined ? [] : [withCapitalsOf(words, value.replacement)],
    };
  });
};

/** Words for which the house has another. */
export const checkPreferred = (at: TextAt, rules: BrandRules): BrandFinding[] => {
  const sought = rules.preferred
    .filter((rule) => isInFields(at.path, rule.fields))
    .flatMap((rule) => rule.insteadOf.map((phrase) => ({ phrase, value: rule })));
  return findSought(at.text, sought).map(({ start, end, value }) => {
    const words = at.text.slice(start, end);
    return {
      rule: `preferred:${value.use.toLowerCase()}`,
      level: value.level,
      start,
      end,
      message: `Say “${value.use}” instead of “${words}”.`,
      replacements: [withCapitalsOf(words, value.use)],
    };
  });
};
