import { certifiedBound } from './bound.ts';
import { effectiveLimit, ledgerTerms } from './count.ts';
import { rungRisks, thresholdOf } from './ladder.ts';
import { type Ledger, ledgerBound } from './ledger.ts';
import { epochRisk, ladderRisk, rungShares, spendingOf, type TrustOptions } from './options.ts';
import { isMeasured, type Ruler, sensitivity } from './ruler.ts';
import { kappas } from './stake.ts';
import type { TrustState } from './state.ts';

/** One evidence item as the log has it: enough to count it again. */
export interface EvidenceLine {
  item: string;
  score: number;
  coin: number;
  audit: number;
  loss: number;
}

/** What the certificate is about and what it can be checked against; all by the caller, who knows clock, log and secret. */
export interface CertificateContext {
  checkpoint?: string;
  segment?: string;
  /** Position in the log that the statement holds at. */
  sequence?: number;
  issuedAt?: string;
  /** Name or hash of the frozen score. */
  score?: string;
  /** SHA-256 of the epoch's coin secret, as hexadecimal digits, and the secret itself once it is revealed. */
  coinCommitment?: string;
  coinSecret?: string;
  /** The evidence of the ladder in order of arrival, for those who want to count again. */
  evidence?: readonly EvidenceLine[];
}

/** A statement under which a checkpoint releases alone, with everything needed to check it. */
export interface Certificate extends CertificateContext {
  format: 'countersign-certificate-1';
  promise: TrustOptions['promise'];
  version: string;
  limit: number;
  /** δ, what of it the ladder has over all epochs, and what this epoch may spend. */
  risk: number;
  ladderRisk: number;
  epochRisk: number;
  /** The epoch that the rung in force was reached in. */
  epoch: number;
  /** The rung in force: −1 means that nothing is certified. */
  level: number;
  share: number;
  /** null: every item that has a score. */
  threshold: number | null;
  /** Smallest error rate that the evidence of the region rules out at this rung's risk; null without a certificate. */
  bound: number | null;
  reviewers: { trusted: boolean; measured: boolean; catchAtLeast: number; risk: number } & Ruler;
  /** limit · catchAtLeast: what the bets are on. */
  effectiveLimit: number;
  kappas: readonly number[];
  rungs: { share: number; weight: number; threshold: number | null; checked: number; bad: number; bestLogStake: number; risk: number }[];
  ledger: Ledger & { auditFloor: number; catchAtLeast: number; risk: number; bound: number };
}

/** The certificate of a scope as it stands. */
export function certificate(state: TrustState, options: TrustOptions, context: CertificateContext = {}): Certificate {
  const { ladder, level, ruler, ledger } = state;
  // What is in force stands on the epoch it was reached in; doubts that were cleared began others since.
  const epoch = level < 0 ? state.epoch : state.openedIn;
  const spending = spendingOf(options, epoch);
  const { weights } = spending;
  const risks = rungRisks(ladder.best, spending);
  const finite = (rung: number) => (rung < ladder.thresholds.length ? (ladder.thresholds[rung] as number) : null);
  const terms = ledgerTerms(options);
  const caught = sensitivity(ruler, options);
  return {
    format: 'countersign-certificate-1',
    ...context,
    promise: options.promise,
    version: state.version,
    limit: options.limit,
    risk: options.risk,
    ladderRisk: ladderRisk(options),
    epochRisk: epochRisk(ladderRisk(options), epoch),
    epoch,
    level,
    share: level < 0 ? 0 : (rungShares[level] as number),
    threshold: level < 0 || thresholdOf(ladder, level) === Number.NEGATIVE_INFINITY ? null : thresholdOf(ladder, level),
    bound: certifiedBound(state, options),
    reviewers: {
      trusted: options.reviewers === 'trusted',
      measured: isMeasured(ruler),
      catchAtLeast: caught,
      risk: options.reviewers === 'trusted' ? 0 : options.rulerRisk,
      ...ruler,
    },
    effectiveLimit: effectiveLimit(state, options),
    kappas,
    rungs: ladder.best.map((bestLogStake, k) => ({
      share: rungShares[k] as number,
      weight: weights[k] as number,
      threshold: finite(k),
      checked: ladder.checked[k] as number,
      bad: ladder.bad[k] as number,
      bestLogStake,
      risk: risks[k] as number,
    })),
    ledger: {
      ...ledger,
      auditFloor: terms.auditFloor,
      catchAtLeast: terms.sensitivity,
      risk: options.ledgerRisk,
      bound: ledgerBound(ledger, { ...terms, delta: options.ledgerRisk }),
    },
  };
}
