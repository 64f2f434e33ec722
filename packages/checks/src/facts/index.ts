import type { Flag, Json } from '@countersign/contract';
import { stringsOf } from '../strings.ts';
import { checkCounts } from './check-counts.ts';
import { checkDates, knownDates } from './check-dates.ts';
import { checkFeatures, standingsOf } from './check-features.ts';
import { checkLabels, yesNoFacts } from './check-labels.ts';
import { checkMultiples, knownMultiples } from './check-multiples.ts';
import { checkNames } from './check-names.ts';
import { checkPraise } from './check-praise.ts';
import { checkQuantities } from './check-quantities.ts';
import { checkSilence } from './check-silence.ts';
import { checkVersions, versionsOf } from './check-versions.ts';
import { checkWords, colours, materials } from './check-words.ts';
import { type Draft, type Finding, flagOf, readDraft } from './finding.ts';
import { readKnown } from './known.ts';

/** Of findings at one place the first stays. */
const withoutOverlaps = (found: readonly Finding[], length: number): Finding[] => {
  const taken = new Uint8Array(length);
  return found.filter(({ start, end }) => {
    const isFree = !taken.subarray(start, end).includes(1);
    if (isFree) taken.fill(1, start, end);
    return isFree;
  });
};

type Check = (draft: Draft) => Finding[];

/** Reads the source once and gives the checks of one text, the surest first. */
const checksAgainst = (input: Json): Check => {
  const known = readKnown(input);
  const standings = standingsOf(known);
  const yesNo = yesNoFacts(known);
  const versions = versionsOf(known);
  const dates = knownDates(known);
  const multiples = knownMultiples(known);
  return (draft) => [
    ...checkDates(draft, dates),
    ...checkVersions(draft, versions),
    ...checkCounts(draft, known),
    ...checkFeatures(draft, standings),
    ...checkSilence(draft, known),
    ...checkLabels(draft, yesNo),
    ...checkMultiples(draft, multiples),
    ...checkWords(colours, draft, known),
    ...checkWords(materials, draft, known),
    ...checkNames(draft, known),
    ...checkQuantities(draft, known),
    ...checkPraise(draft, known),
  ];
};

let last: { key: string; check: Check } | undefined;

/** An editor asks again at each key about the same source: the last one is kept read. */
const checksOf = (input: Json): Check => {
  const key = JSON.stringify(input) ?? '';
  if (last?.key !== key) last = { key, check: checksAgainst(input) };
  return last.check;
};

/**
 * Flags of kind `fact` for what the source contradicts (error) or does not say (warning), and of kind `claim` for praise and promises that
 * nobody can check. The source may be nested JSON, lines of "name: value" or free text. Of findings at one place the surest stays.
 */
export const checkFacts = ({ input, output }: { input: Json; output: Json }): Flag[] => {
  const check = checksOf(input);
  return stringsOf(output).flatMap(({ path, text }) => {
    const draft = readDraft(path, text);
    const found = check(draft);
    return withoutOverlaps(found, text.length)
      .toSorted((a, b) => a.start - b.start)
      .map((finding) => flagOf(draft, finding));
  });
};
