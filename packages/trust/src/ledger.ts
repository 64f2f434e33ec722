import { logSumExp } from './stake.ts';

/**
 * The ledger bounds how many bad items were ever released, whatever the items are and however they drift: it rests on nothing but
 * the secrecy of our own coins. A bad item multiplies bettor η's stake by 1+η when it is released and by 1 − η(1−q)/q when it is
 * audited, which is 1 on average.
 */
const parts = [0.9, 0.6, 0.35, 0.2] as const;
const bisectionSteps = 60;

export interface Ledger {
  /** ln Aη of each bettor. */
  logs: number[];
  released: number;
  /** Audited items of the automatic region that were bad. */
  auditedBad: number;
  /** Σ (1−q)/q over them: an unbiased estimate of the bad released. */
  estimate: number;
}

export const newLedger = (): Ledger => ({ logs: parts.map(() => 0), released: 0, auditedBad: 0, estimate: 0 });

/** η must stay below q·d/(1−q·d), so that no factor becomes negative. */
const etas = (auditFloor: number, sensitivity: number) => {
  const q = auditFloor * sensitivity;
  return parts.map((part) => (q >= 1 ? part : (part * q) / (1 - q)));
};

/**
 * Enters an audited bad item. `audit` is the probability with which it was audited, `sensitivity` the share of bad items that
 * reviewers catch (a lower bound), both in (0, 1]. @throws RangeError for an audit share below the floor.
 */
export function enterBad(
  ledger: Ledger,
  { audit, auditFloor, sensitivity = 1 }: { audit: number; auditFloor: number; sensitivity?: number },
): void {
  if (audit < auditFloor - 1e-12) throw new RangeError(`The audit share ${audit} is below the floor ${auditFloor} of this ledger.`);
  const caught = audit * sensitivity;
  ledger.auditedBad += 1;
  ledger.estimate += (1 - caught) / caught;
  etas(auditFloor, sensitivity).forEach((eta, j) => {
    ledger.logs[j] = (ledger.logs[j] as number) + Math.log1p((-eta * (1 - caught)) / caught);
  });
}

/** The largest number of bad released items that is compatible with the evidence at risk `delta`; never more than were released. */
export function ledgerBound(
  ledger: Ledger,
  { delta, auditFloor, sensitivity = 1 }: { delta: number; auditFloor: number; sensitivity?: number },
): number {
  const grow = etas(auditFloor, sensitivity).map((eta) => Math.log1p(eta));
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
