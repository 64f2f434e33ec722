import type { TrustOptions } from './options.ts';

/** What a certificate is about. Whatever differs in one of these is another scope, with evidence of its own. */
export interface Scope {
  checkpoint: string;
  /** A part of the stream with its own error rate: a language, a category. */
  segment?: string;
  /** Model, prompt and output schema. */
  version: string;
}

/** The name of a scope in logs and stores: equal for equal scopes, different for different ones. */
export const scopeName = ({ checkpoint, segment = '', version }: Scope): string => JSON.stringify([checkpoint, segment, version]);

/**
 * Options of each of several scopes that one statement is about: every risk is divided among them, so that all of their promises hold
 * together. Costs about ln(count) more of the stake: a third more labels at 5. @throws RangeError for fewer than one.
 */
export function familyOptions(options: TrustOptions, count: number): TrustOptions {
  if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`A family has at least one scope, got ${count}.`);
  const { risk, rulerRisk, ledgerRisk } = options;
  return { ...options, risk: risk / count, rulerRisk: rulerRisk / count, ledgerRisk: ledgerRisk / count };
}
