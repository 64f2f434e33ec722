import type { BrandRules } from '@countersign/contract';

const within = ({ min, max }: { min?: number | undefined; max?: number | undefined }, unit: string): string =>
  [min === undefined ? '' : `at least ${min} ${unit}`, max === undefined ? '' : `at most ${max} ${unit}`].filter(Boolean).join(' and ');

const inFields = (fields: string[] | undefined): string => (fields?.length ? ` in ${fields.join(', ')}` : '');

const punctuation = (rules: NonNullable<BrandRules['punctuation']>): string[] => [
  ...(rules.exclamationMarks ? ['No exclamation marks.'] : []),
  ...(rules.oxfordComma ? [rules.oxfordComma === 'always' ? 'Use the Oxford comma.' : 'No Oxford comma.'] : []),
  ...(rules.quotes ? [`Use ${rules.quotes} quotation marks.`] : []),
  ...(rules.dash ? [rules.dash === 'never' ? 'No dashes.' : `Use the ${rules.dash} dash.`] : []),
  ...(rules.finalStop ?? []).map(({ fields, style }) => `${style === 'always' ? 'End with' : 'No'} a full stop${inFields(fields)}.`),
];

const spellings = { 'en-GB': 'British', 'en-US': 'American' } as const;

/** The brand rules of a checkpoint as sentences for a writer, one a line; empty without rules. */
export function brandText(rules: BrandRules | null): string {
  if (!rules) return '';
  const lines = [
    ...rules.banned.map(
      ({ phrase, replacement, reason }) =>
        `Never write "${phrase}"${replacement === undefined ? '' : replacement ? `; write "${replacement}"` : '; leave it out'}${reason ? ` (${reason})` : ''}.`,
    ),
    ...rules.preferred.map(({ use, insteadOf }) => `Write "${use}" instead of ${insteadOf.map((one) => `"${one}"`).join(' or ')}.`),
    ...rules.required.map(
      ({ anyOf, field, reason }) =>
        `Say ${anyOf.map((one) => `"${one}"`).join(' or ')}${field ? ` in ${field}` : ''}${reason ? ` (${reason})` : ''}.`,
    ),
    ...rules.length.flatMap(({ fields, words, characters }) => [
      ...(words ? [`Write ${within(words, 'words')}${inFields(fields)}.`] : []),
      ...(characters ? [`Write ${within(characters, 'characters')}${inFields(fields)}.`] : []),
    ]),
    ...(rules.sentenceWords ? [`At most ${rules.sentenceWords.max} words in a sentence.`] : []),
    ...rules.capitals.map(({ fields, style }) => `Capitals as in a ${style}${inFields(fields)}.`),
    ...(rules.punctuation ? punctuation(rules.punctuation) : []),
    ...(rules.spelling ? [`Use ${spellings[rules.spelling]} spelling.`] : []),
    ...(rules.emoji ? ['No emoji.'] : []),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}
