/** All parameters of the design. Each default has its reason; "§" is the measurement in docs/trust.md that stands behind it. */
export interface TrustOptions {
  /**
   * Which promise the scope keeps. `released`: the error rate among what is released alone stays below the limit. `all`: what is
   * released alone and wrong stays below the limit as a share of all items; weaker, so it opens earlier.
   */
  promise: 'released' | 'all';
  /** α in (0, 0.5]: the largest error rate. The user's choice; the price in labels is about 5/α clean checks. */
  limit: number;
  /** δ in (0, 1): the risk of ever certifying a region above the limit, over the whole life of the scope. The user's choice. */
  risk: number;
  /**
   * Whose labels these are. `measured`: people err; their catch rate is measured by seeds and second reads, and the limit is tightened by
   * it. `trusted`: the labels are the truth by definition, as in a replay of a finished history.
   */
  reviewers: 'measured' | 'trusted';
  /** δ_s < δ: the part of the risk that pays for measuring the reviewers (not used when they are trusted). 60 seeds show 90 % at 1 %. */
  rulerRisk: number;
  /** What reviewers are assumed to catch before any seed was shown, shown as "assumed"; in (0, 1]. The ledger rests on it throughout. */
  assumedSensitivity: number;
  /** Rate of missed seeds against which a reviewer's alarm bets, and the stake at which it rings: 100 seeds on average to a false one. */
  missLimit: number;
  reviewerAlarm: number;
  /**
   * q_min in (0, 1]: the share of would-be releases audited for ever; never lowered within a ledger. 10 % costs a tenth of the automatic
   * share; 5 % doubles the damage after a break, 20 % halves it.
   */
  auditFloor: number;
  /** n_ramp: how slowly audits thin out after a region opens: the 100th item is audited with probability ½. Flat optimum 50 to 200. */
  ramp: number;
  /** One region, everything: for scopes whose items nothing orders. The whole risk stands behind it, which saves an eighth of the labels. */
  allOrNothing: boolean;
  /** n_warm: scores seen before the rungs are laid; their labels are no evidence. 100 place the rungs to ±4 % of the stream. */
  warmUp: number;
  /** Stake of the watch at which audits are raised: 5 costs five points of the automatic share, 20 brings half a point. */
  yellow: number;
  /** Stake of the watch at which the certificate is void at once: 200 audited items on average to a false one at exactly the limit. */
  red: number;
  /** Share audited while yellow. 1 pauses releasing: half a point of share, and a third less damage from small drifts. */
  yellowAudit: number;
  /** Stake of fresh evidence that ends yellow. Small, because clearing certifies nothing new. */
  clear: number;
  /** propose: a person ratifies each step up. take: steps up by itself. Steps down never ask. */
  mode: 'propose' | 'take';
  /** Steps up also need the newest half of the evidence to speak for them: against climbing on old merits in a slow decline. */
  newestHalf: boolean;
  /** A large change of the share above the threshold, so that the certificate's mix is no longer the stream's, turns yellow. */
  watchShare: boolean;
  /** δ_L in (0, 1): the risk of the ledger's bound, a statement of its own. */
  ledgerRisk: number;
}

export const defaults: Readonly<TrustOptions> = {
  promise: 'released',
  limit: 0.05,
  risk: 0.05,
  reviewers: 'measured',
  rulerRisk: 0.01,
  assumedSensitivity: 0.9,
  missLimit: 0.15,
  reviewerAlarm: 100,
  auditFloor: 0.1,
  ramp: 100,
  allOrNothing: false,
  warmUp: 100,
  yellow: 10,
  red: 200,
  yellowAudit: 0.5,
  clear: 3,
  mode: 'propose',
  newestHalf: false,
  watchShare: true,
  ledgerRisk: 0.05,
};

type Range = [of: (options: TrustOptions) => number, isGood: (value: number) => boolean, must: string];

const isShare = (value: number) => value > 0 && value <= 1;
const isRisk = (value: number) => value > 0 && value < 1;
const isCount = (value: number) => Number.isInteger(value) && value >= 1;
const isStake = (value: number) => value > 1 && value < Number.POSITIVE_INFINITY;

const ranges: Partial<Record<keyof TrustOptions, Range>> = {
  limit: [(o) => o.limit, (v) => v > 0 && v <= 0.5, 'be in (0, 0.5]'],
  risk: [(o) => o.risk, isRisk, 'be in (0, 1)'],
  rulerRisk: [(o) => o.rulerRisk, isRisk, 'be in (0, 1)'],
  assumedSensitivity: [(o) => o.assumedSensitivity, isShare, 'be in (0, 1]'],
  missLimit: [(o) => o.missLimit, (v) => v > 0 && v < 0.5, 'be in (0, 0.5)'],
  reviewerAlarm: [(o) => o.reviewerAlarm, isStake, 'be above 1'],
  auditFloor: [(o) => o.auditFloor, isShare, 'be in (0, 1]'],
  ramp: [(o) => o.ramp, (v) => v >= 0 && v < Number.POSITIVE_INFINITY, 'be 0 or more'],
  warmUp: [(o) => o.warmUp, isCount, 'be a whole number from 1'],
  yellow: [(o) => o.yellow, isStake, 'be above 1'],
  red: [(o) => o.red, isStake, 'be above 1'],
  yellowAudit: [(o) => o.yellowAudit, isShare, 'be in (0, 1]'],
  clear: [(o) => o.clear, isStake, 'be above 1'],
  ledgerRisk: [(o) => o.ledgerRisk, isRisk, 'be in (0, 1)'],
};

/** The defaults with some of them replaced. @throws RangeError that names the parameter outside its range. */
export function trustOptions(chosen: Partial<TrustOptions> = {}): TrustOptions {
  const options = { ...defaults, ...chosen };
  for (const [name, [of, isGood, must]] of Object.entries(ranges))
    if (!isGood(of(options))) throw new RangeError(`${name} must ${must}, got ${of(options)}.`);
  if (options.reviewers === 'measured' && options.rulerRisk >= options.risk)
    throw new RangeError(`rulerRisk is a part of risk: it must be below ${options.risk}, got ${options.rulerRisk}.`);
  return options;
}

/** The part of the risk that the ladder may spend over all its epochs. */
export const ladderRisk = ({ risk, rulerRisk, reviewers }: TrustOptions): number => (reviewers === 'trusted' ? risk : risk - rulerRisk);

/** Shares of the stream above each rung, from the safest to all. */
export const rungShares: readonly number[] = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

/** The part of the risk that each rung begins with (fallback procedure): 5 %, 20 %, 50 % and 100 % share it. */
export const rungWeights: readonly number[] = rungShares.map((_, i) => ({ 0: 0.05, 3: 0.55, 9: 0.2, 19: 0.2 })[i] ?? 0);

/** All or nothing: the last rung has it all. */
const oneWeight: readonly number[] = rungShares.map((share) => (share === 1 ? 1 : 0));

/** What the rungs of an epoch may spend, and how they share it. */
export interface Spending {
  risk: number;
  epoch: number;
  /** Sum to 1; the twenty rungs' where nothing else is said. */
  weights?: readonly number[];
}

export const spendingOf = (options: TrustOptions, epoch: number): Required<Spending> => ({
  risk: ladderRisk(options),
  epoch,
  weights: options.allOrNothing ? oneWeight : rungWeights,
});

/** What an epoch may spend of the risk: δ·6/(π²e²), which sums to δ over all epochs e = 1, 2, … */
export const epochRisk = (risk: number, epoch: number): number => (risk * 6) / (Math.PI ** 2 * epoch ** 2);
