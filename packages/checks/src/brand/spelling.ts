import type { BrandRules } from '@countersign/contract';
import type { TextAt } from '../strings.ts';
import { withCapitalsOf } from './phrases.ts';
import type { BrandFinding } from './place.ts';

/** British and American, where the difference is one of spelling only. Words with two meanings (metre and meter, tyre) are left out. */
const pairs =
  'colour/color grey/gray aluminium/aluminum favourite/favorite flavour/flavor honour/honor neighbour/neighbor harbour/harbor labour/labor armour/armor behaviour/behavior centre/center theatre/theater fibre/fiber litre/liter millilitre/milliliter centimetre/centimeter millimetre/millimeter kilometre/kilometer catalogue/catalog dialogue/dialog jewellery/jewelry cosy/cozy mould/mold plough/plow sceptical/skeptical travelled/traveled travelling/traveling traveller/traveler labelled/labeled modelled/modeled cancelled/canceled cancelling/canceling fuelled/fueled enamelled/enameled swivelling/swiveling panelled/paneled marvellous/marvelous woollen/woolen defence/defense offence/offense pretence/pretense licence/license organise/organize organised/organized realise/realize recognise/recognize customise/customize customised/customized personalise/personalize personalised/personalized optimise/optimize optimised/optimized minimise/minimize maximise/maximize sterilise/sterilize galvanised/galvanized stabilise/stabilize moisturise/moisturize moisturising/moisturizing analyse/analyze paralyse/paralyze programme/program coloured/colored colourful/colorful flavoured/flavored favour/favor humour/humor vapour/vapor odour/odor odourless/odorless savoury/savory parlour/parlor rumour/rumor glamour/glamor moulded/molded greyish/grayish draught/draft cheque/check pyjamas/pajamas manoeuvre/maneuver skilful/skillful fulfil/fulfill instalment/installment enrol/enroll artefact/artifact whilst/while amongst/among storey/story kerb/curb'.split(
    ' ',
  );
const twoMeanings = new Set([
  'check',
  'draft',
  'program',
  'license',
  'story',
  'curb',
  'while',
  'among',
  'dialog',
  'glamor',
  'mold',
  'programme',
  'licence',
  'cheque',
  'draught',
  'kerb',
  'storey',
  'whilst',
  'amongst',
]);

const plural = (word: string): string => (/(?:[sxz]|ch|sh)$/.test(word) ? `${word}es` : `${word}s`);
const tables = { 'en-GB': new Map<string, string>(), 'en-US': new Map<string, string>() };
for (const pair of pairs) {
  const [british, american] = pair.split('/') as [string, string];
  for (const form of [(word: string) => word, plural]) {
    if (!twoMeanings.has(american)) tables['en-GB'].set(form(american), form(british));
    if (!twoMeanings.has(british)) tables['en-US'].set(form(british), form(american));
  }
}

export const checkSpellingVariant = (at: TextAt, rules: BrandRules): BrandFinding[] => {
  if (rules.spelling === undefined) return [];
  const table = tables[rules.spelling];
  const own = new Set(rules.dictionary.map((word) => word.toLowerCase()));
  return [...at.text.matchAll(/\p{L}+/gu)].flatMap((match): BrandFinding[] => {
    const right = table.get(match[0].toLowerCase());
    if (right === undefined || own.has(match[0].toLowerCase())) return [];
    return [
      {
        rule: 'spelling-variant',
        level: 'warning',
        start: match.index,
        end: match.index + match[0].length,
        code: rules.spelling === 'en-GB' ? 'american' : 'british',
        replacements: [withCapitalsOf(match[0], right)],
      },
    ];
  });
};
