import { logSumExp } from './stake.ts';

/**
 * The ledger bounds how many bad items were ever released alone, whatever the items are and however they drift: it rests on nothing but
 * the secrecy of our own coins, and on reviewers catching at least the share d of the bad items they are shown. A bad item
 * multiplies bettor η's stake by 1+η when it is released, and by 1 − η(1−q)/(q·d) when it is audited and caught: at most 1 on average.
 * Reference: the spirit of risk-limiting audits, Stark, ALPHA, arXiv:2201.02707.
 */
const parts = [0.9, 0.6, 0.35, 0.2] as const;
const bisectionSteps = 60;

export interface Ledger {
  /** ln Aη of each bettor. */
  logs: number[];
  released: number;
  /** Audited items of the automatic region that were bad. */
  auditedBad: number;
  /** Σ (1−q)/(q·d) over them: an unbiased estimate of the bad released, when d is what reviewers catch. */
  estimate: number;
}

/** What stays fixed within a ledger: the lowest share ever audited, and d. */
export interface LedgerTerms {
  auditFloor: number;
  sensitivity?: number;
}

export const newLedger = (): Ledger => ({ logs: parts.map(() => 0), released: 0, auditedBad: 0, estimate: 0 });

/** η stays below q·d/(1−q), so that no factor becomes negative. */
const etas = ({ auditFloor, sensitivity = 1 }: LedgerTerms) =>
  parts.map((part) => (auditFloor >= 1 ? part : (part * auditFloor * sensitivity) / (1 - auditFloor)));

/** The ledger after an audited bad item that was audited with probability `audit`. @throws RangeError below the floor. */
export function enterBad(ledger: Ledger, audit: number, terms: LedgerTerms): Ledger {
  if (audit < terms.auditFloor - 1e-12)
    throw new RangeError(`The audit share ${audit} is below the floor ${terms.auditFloor} of this ledger.`);
  const odds = (1 - audit) / (audit * (terms.sensitivity ?? 1));
  return {
    released: ledger.released,
    auditedBad: ledger.auditedBad + 1,
    estimate: ledger.estimate + odds,
    logs: etas(terms).map((eta, j) => (ledger.logs[j] as number) + Math.log1p(-eta * odds)),
  };
}

/** The largest number of bad released items that is compatible with the evidence at risk `delta`; never more than were released. */
export function ledgerBound(ledger: Ledger, { delta, ...terms }: LedgerTerms & { delta: number }): number {
  const grow = etas(terms).map((eta) => Math.log1p(eta));
  const needed = -Math.log(delta);
  const logAt = (bad: number) => logSumExp(grow.map((g, j) => bad * g + (ledger.logs[j] as number))) - Math.log(parts.length);
  let low = 0;
  let high = 1;
  while (logAt(high) < needed && high < 1e15) high *= 2;
  for (let step = 0; step < bisectionSteps; step += 1) {
    const middle = (low + high) / 2;
    if (logAt(middle) < needed) low = middle;
    else high = middle;
  }
  return Math.min(Math.floor(low + 1e-9), ledger.released);
}
