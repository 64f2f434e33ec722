import { type Candidate, candidateKey } from './candidate.ts';
import { coreKey, coreOf, placeKey, placeOf } from './rule.ts';

/** A candidate in short: change, place, hits, misses, changed, cases, recent, since, seen, documents, alone, behind. */
export type PackedCandidate = [string, string, number, number, number, number, number, number, number, number[], number, string];

/** All that a learner knows, as JSON. */
export interface LearnerState {
  version: 1;
  items: number;
  fields: string[];
  candidates: PackedCandidate[];
  sightings: [number, number][];
  groups: [number, number][];
  outgone: [string, number][];
  streaks: [string, number, number][];
}

export const packCandidate = (one: Candidate): PackedCandidate => [
  coreKey(one),
  placeKey(one),
  one.hits,
  one.misses,
  one.changed,
  one.cases,
  one.recent,
  one.since,
  one.seen,
  [...one.documents],
  one.alone,
  one.behind,
];

export const unpackCandidate = (packed: PackedCandidate): Candidate => {
  const [core, place, hits, misses, changed, cases, recent, since, seen, documents, alone, behind] = packed;
  const rule = { ...coreOf(core), ...placeOf(place) };
  return { ...rule, key: candidateKey(rule), hits, misses, changed, cases, recent, since, seen, documents: [...documents], alone, behind };
};
