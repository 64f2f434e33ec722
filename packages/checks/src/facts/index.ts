import type { Flag, Json } from '@countersign/contract';
import { stringsOf } from '../strings.ts';
import { checkCounts } from './check-counts.ts';
import { checkFeatures, standingsOf } from './check-features.ts';
import { checkLabels, yesNoFacts } from './check-labels.ts';
import { checkNames } from './check-names.ts';
import { checkQuantities } from './check-quantities.ts';
import { checkWords, colours, materials } from './check-words.ts';
import { type Finding, flagOf, readDraft } from './finding.ts';
import { readKnown } from './known.ts';

const overlaps = (one: Finding, other: Finding): boolean => one.start < other.end && other.start < one.end;

export const checkFacts = ({ input, output }: { input: Json; output: Json }): Flag[] => {
  const known = readKnown(input);
  const standings = standingsOf(known);
  const yesNo = yesNoFacts(known);
  return stringsOf(output).flatMap(({ path, text }) => {
    const draft = readDraft(path, text);
    const first = [...checkQuantities(draft, known), ...checkFeatures(draft, standings), ...checkLabels(draft, yesNo), ...checkCounts(draft, known), ...checkWords(colours, draft, known), ...checkWords(materials, draft, known)];
    const found = [...first, ...checkNames(draft, known, () => false)];
    const kept = found.filter((one, i) => !found.some((other, k) => k < i && overlaps(one, other)));
    return kept.map((finding) => flagOf(draft, finding));
  });
};
