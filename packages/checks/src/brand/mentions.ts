import type { BrandRules, Flag } from '@countersign/contract';
import { isInFields, type TextAt } from '../strings.ts';
import { findSought } from './phrases.ts';
import { brandFlag } from './place.ts';

/** What must be said and is not. The flag stands at the end of the field, or of the last text. */
export const checkMentions = (texts: readonly TextAt[], rules: BrandRules): Flag[] =>
  rules.required.flatMap((rule) => {
    const { field } = rule;
    const inside = field === undefined ? texts : texts.filter((at) => isInFields(at.path, [field]));
    const sought = rule.anyOf.map((phrase) => ({ phrase, value: phrase }));
    if (inside.some((at) => findSought(at.text, sought).length > 0)) return [];
    const at = inside.at(-1) ?? texts.at(-1) ?? { path: '', text: '' };
    const phrases = rule.anyOf.map((phrase) => `“${phrase}”`).join(' / ');
    const code = field
      ? rule.reason
        ? ('required-in-reason' as const)
        : ('required-in' as const)
      : rule.reason
        ? ('required-reason' as const)
        : ('required' as const);
    return [
      brandFlag(at, {
        rule: `required:${rule.anyOf[0]!.toLowerCase()}`,
        level: rule.level,
        start: at.text.length,
        end: at.text.length,
        code,
        params: { phrases, ...(field && { field }), ...(rule.reason && { reason: rule.reason }) },
      }),
    ];
  });
