export { gwetAc1 } from './agreement/ac1.ts';
export { type AlphaScale, krippendorffAlpha } from './agreement/alpha.ts';
export { rawAgreement } from './agreement/raw-agreement.ts';
export {
  type BlindRead,
  type Look,
  naturalSeeds,
  type ReviewerSensitivity,
  reviewerSensitivity,
} from './agreement/reviewer-sensitivity.ts';
export type { Judgements } from './agreement/tally.ts';
export { coinFrom } from './coin.ts';
export { type Action, auditShare, type Choice, decide } from './decide.ts';
export { type Audited, type Estimate, estimateBadReleased, type ReleasedQuality } from './estimates/bad-released.ts';
export { estimateReleasedTotal, type Measured } from './estimates/released-total.ts';
export { type Interval, shareInterval } from './estimates/share-interval.ts';
export { certifiedRung, type Ladder, thresholdsFrom } from './ladder.ts';
export { arrive, learn, probationLabels, ratify, type Turn, turnRed, turnYellow } from './learn.ts';
export { type Ledger, ledgerBound } from './ledger.ts';
export { defaults, epochRisk, rungShares, rungWeights, type TrustOptions } from './options.ts';
export { assumedSensitivity, sensitivityBound } from './ruler.ts';
export { divergence, labelsNeeded, logMirroredStake, logStake, upperBound } from './stake.ts';
export { type Light, newState, type TrustState } from './state.ts';
export { logAlarm, watchItem } from './watch.ts';
