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
export { apply, type Outcome, rebuild } from './apply.ts';
export type { PastItem, RuleOutcome } from './baselines/past-item.ts';
export { certifiedBound } from './bound.ts';
export { type Certificate, type CertificateContext, certificate, type EvidenceLine } from './certificate.ts';
export { coinFrom } from './coin.ts';
export {
  actingState,
  applyContest,
  type Contest,
  type ContestArrival,
  type ContestOutcome,
  contestOptions,
  newContest,
} from './contest.ts';
export { effectiveLimit } from './count.ts';
export { type Action, auditShare, type Choice, decide } from './decide.ts';
export { type Audited, type Estimate, estimateBadReleased, type ReleasedQuality } from './estimates/bad-released.ts';
export { estimateReleasedTotal, type Measured } from './estimates/released-total.ts';
export { type Interval, shareInterval } from './estimates/share-interval.ts';
export type { Arrived, Decided, Labelled, TrustEvent, Turn } from './events.ts';
export { explain, type Sentence } from './explain/explain.ts';
export { certifiedRung, type Ladder, rungRisks, thresholdOf, thresholdsFrom } from './ladder.ts';
export { type Ledger, ledgerBound, newLedger } from './ledger.ts';
export { probationLabels } from './lights.ts';
export {
  defaults,
  epochRisk,
  ladderRisk,
  rungShares,
  rungWeights,
  type Spending,
  spendingOf,
  type TrustOptions,
  trustOptions,
} from './options.ts';
export { isUnreachable, type Outlook, outlook, smallestLimits } from './outlook.ts';
export { type Baselines, playHistory, type ReplayAnswer, type Replayed, type ReplayQuestion, type Revocation } from './replay/answer.ts';
export { type HistoryItem, shuffled } from './replay/history.ts';
export type { ReplayFold } from './replay/order-fold.ts';
export { Replay, type ReplayOptions, type ReplayScore, type TurnAt } from './replay/play.ts';
export type { Stretch } from './replay/timeline.ts';
export { type ReviewerRecord, type Ruler, sensitivity, sensitivityBound } from './ruler.ts';
export { familyOptions, type Scope, scopeName } from './scopes.ts';
export { badRateAt, type Calibration, calibrate } from './score/calibration.ts';
export { defaultOrder } from './score/default-order.ts';
export { fitScore, isEnoughToLearn, type LearnedScore } from './score/learned.ts';
export { type Score, scoreOf } from './score/score.ts';
export type { Example, Traits } from './score/traits.ts';
export { divergence, labelsNeeded, logMirroredStake, logStake, upperBound } from './stake.ts';
export { type Light, newState, type TrustState } from './state.ts';
export { type Bets, betAgain, logAlarm, newBets } from './watch.ts';
export type { OpenItem } from './watermark.ts';
