import { BrandRules, type BrandRulesInput, type Flag, type Json } from '@countersign/contract';
import { stringsOf } from '../strings.ts';
import { checkCapitals } from './capitals.ts';
import { checkMentions } from './mentions.ts';
import { type BrandFinding, brandFlag } from './place.ts';
import { checkEmoji, checkPunctuation } from './punctuation.ts';
import { checkLength, checkReadingEase, checkSentenceLength } from './reading.ts';
import { checkSpellingVariant } from './spelling.ts';
import { checkBanned, checkPreferred } from './words.ts';

const checks = [
  checkBanned,
  checkPreferred,
  checkLength,
  checkReadingEase,
  checkSentenceLength,
  checkCapitals,
  checkPunctuation,
  checkEmoji,
  checkSpellingVariant,
];

/** Flags of kind `brand` by the checkpoint's rules. @throws ZodError when the rules are not valid. */
export const checkBrand = ({ output, rules }: { output: Json; rules: BrandRulesInput }): Flag[] => {
  const parsed = BrandRules.parse(rules);
  const texts = stringsOf(output);
  const found = texts.flatMap((at) =>
    checks.flatMap((check): BrandFinding[] => check(at, parsed)).map((finding) => brandFlag(at, finding)),
  );
  return [...found, ...checkMentions(texts, parsed)];
};
