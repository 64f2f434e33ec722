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
    return {
      rule: `banned:${value.phrase.toLowerCase()}`,
      level: value.level,
      start,
      end,
      code: value.reason
        ? value.replacement
          ? ('banned-reason-instead' as const)
          : ('banned-reason' as const)
        : value.replacement
          ? ('banned-instead' as const)
          : ('banned' as const),
      params: { ...(value.reason && { reason: value.reason }), ...(value.replacement && { instead: value.replacement }) },
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
      code: 'preferred',
      params: { instead: value.use },
      replacements: [withCapitalsOf(words, value.use)],
    };
  });
};
