import { type Evidence, noEvidence } from './evidence.ts';
import { type Core, contextSize, coreKey, placeKey, type Rule } from './rule.ts';

/** A rule on trial: it is tried on every later item without anybody seeing it. */
export interface Candidate extends Rule, Evidence {
  key: string;
  /** The number of the item after which it was noticed, and of the last that it spoke of. */
  since: number;
  seen: number;
}

export const candidateKey = (rule: Rule): string => `${coreKey(rule)}\u0003${placeKey(rule)}`;

export const makeCandidate = (core: Core, place: Pick<Rule, 'field' | 'before' | 'after'>, since: number): Candidate => {
  const rule: Rule = { ...core, ...place };
  return { ...rule, ...noEvidence(), key: candidateKey(rule), since, seen: since };
};

/** Candidates that are alike before anything is known of them. */
export const familyOf = ({ kind, field, before, after }: Pick<Rule, 'kind' | 'field' | 'before' | 'after'>): string =>
  kind === 'value' ? `value ${field}` : `${kind} ${Math.min(contextSize({ before, after }), 2)}`;

/** It fails so often that no later evidence is worth the wait; noticed again, it starts from nothing. */
export const isHopeless = ({ hits, misses }: Evidence): boolean => misses >= 3 + 1.5 * hits;
