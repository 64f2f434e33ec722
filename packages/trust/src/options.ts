/** All parameters of the design with their defaults; the reasons stand in the README. */
export interface TrustOptions {
  /** α: the largest error rate of what is released alone, in (0, 0.5]. */
  limit: number;
  /** δ: the risk of ever certifying a region above the limit, in (0, 1). */
  risk: number;
  /** q_min: the share of would-be releases that is audited for ever, in (0, 1]. Never lowered within a ledger. */
  auditFloor: number;
  /** n_ramp: how slowly audits thin out after a region opens. */
  ramp: number;
  /** n_warm: scores seen before the rungs are laid; their labels are no evidence. */
  warmUp: number;
  /** Stake of the watch at which audits are raised and fresh evidence is asked for. */
  yellow: number;
  /** Stake of the watch at which the certificate is void. */
  red: number;
  /** Share audited while yellow. */
  yellowAudit: number;
  /** Stake of fresh evidence that ends yellow. */
  clear: number;
  /** propose: a person ratifies each step up. take: steps up by itself. Steps down never ask. */
  mode: 'propose' | 'take';
  /** δ_L: the risk of the ledger's bound. */
  ledgerRisk: number;
}

export const defaults: TrustOptions = {
  limit: 0.05,
  risk: 0.05,
  auditFloor: 0.1,
  ramp: 100,
  warmUp: 100,
  yellow: 10,
  red: 200,
  yellowAudit: 0.5,
  clear: 3,
  mode: 'propose',
  ledgerRisk: 0.05,
};

/** Shares of the stream above each rung, from the safest to all. */
export const rungShares: readonly number[] = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

/** The part of the risk that each rung begins with (fallback procedure): 5 %, 20 %, 50 % and 100 % share it. */
export const rungWeights: readonly number[] = rungShares.map((_, i) => ({ 0: 0.05, 3: 0.55, 9: 0.2, 19: 0.2 })[i] ?? 0);

/** What an epoch may spend of the risk: δ·6/(π²e²), which sums to δ over all epochs e = 1, 2, … */
export const epochRisk = (risk: number, epoch: number): number => (risk * 6) / (Math.PI ** 2 * epoch ** 2);
