import { approvalStreak } from '../baselines/approval-streak.ts';
import { bestThreshold } from '../baselines/best-threshold.ts';
import { dailyRefit } from '../baselines/daily-refit.ts';
import { fixedThreshold } from '../baselines/fixed-threshold.ts';
import { oneLook } from '../baselines/one-look.ts';
import type { PastItem, RuleOutcome } from '../baselines/past-item.ts';
import { certifiedBound } from '../bound.ts';
import { thresholdOf } from '../ladder.ts';
import type { TrustOptions } from '../options.ts';
import type { HistoryItem } from './history.ts';
import type { ReplayFold } from './order-fold.ts';
import { Replay, type ReplayOptions, type TurnAt } from './play.ts';
import { type Stretch, Timeline } from './timeline.ts';

export interface Revocation {
  /** The item, from 1, whose label ended the certificate. */
  at: number;
  /** Items audited since the level that is revoked was reached, or since the change that was asked about. */
  auditedSince: number;
}

/** What simpler rules would have done with the same items, the same coins and the same labels. */
export interface Baselines {
  /** Confidence at or above 1 − limit, or the share given, for ever. */
  fixedThreshold: RuleOutcome & { threshold: number };
  /** 20 approvals in a row, then one in ten is looked at, until a bad one. */
  approvalStreak: RuleOutcome & { streak: number };
  /** The threshold that looks right so far, anew every 250 items. */
  dailyRefit: RuleOutcome & { day: number };
  /** An exact test of the threshold after 1,000 labels, never repeated. */
  oneLook: RuleOutcome & { labels: number };
  /** What nobody can know beforehand: the largest region that keeps the promise over the whole history. */
  bestPossible: RuleOutcome & { share: number; threshold: number | null };
}

export interface ReplayAnswer {
  /** items = reviewed + audited + released. */
  items: number;
  /** Looked at by a person because nothing allowed a release. */
  reviewed: number;
  /** Would have been released, and were looked at because their coin said so. */
  audited: number;
  released: number;
  releasedBad: number;
  /** The first item that was released, from 1. */
  firstReleaseAt: number | null;
  /** What is certified at the end: the share of the items in the region, and the error rate that the evidence rules out. */
  certified: { share: number; bound: number } | null;
  revocations: Revocation[];
  reachable: true | false | 'undecided';
  /** At most so many of the released items were bad, whatever happened. */
  ledgerBound: number;
  baselines: Baselines;
}

export interface ReplayQuestion extends ReplayOptions {
  /** Item from which audits are counted for the revocations after it. */
  changedAt?: number;
  /** Stretches of the timeline, at most. */
  stretches?: number;
}

export interface Replayed {
  answer: ReplayAnswer;
  /** Where it ended: the state, the options it lived under, and the order it went by. */
  fold: ReplayFold;
  turns: readonly TurnAt[];
  stretches: readonly Stretch[];
}

/** Plays a whole history and sums it up. @throws RangeError for a parameter outside its range. */
export function playHistory(items: readonly HistoryItem[], { changedAt, stretches = 200, ...options }: ReplayQuestion = {}): Replayed {
  const replay = new Replay(options);
  const timeline = new Timeline(Math.max(1, Math.ceil(items.length / stretches)));
  const past: PastItem[] = [];
  const audits: number[] = [];
  for (const item of items) {
    const played = replay.take(item);
    timeline.add(played, replay);
    audits.push(replay.audited);
    past.push({ score: item.traits.confidence ?? null, coin: item.coin, isBad: item.isBad });
  }
  timeline.close(replay);
  const { fold, turns } = replay;
  const { state, scores } = fold;
  const bound = certifiedBound(state, fold.options);
  const answer: ReplayAnswer = {
    items: replay.items,
    reviewed: replay.reviewed,
    audited: replay.audited,
    released: replay.released,
    releasedBad: replay.releasedBad,
    firstReleaseAt: replay.firstReleaseAt,
    certified: bound === null ? null : { share: shareAbove(scores, thresholdOf(state.ladder, state.level)), bound },
    revocations: revocations(turns, changedAt, audits),
    reachable: state.level >= 0 || (fold.isUnreachable() ? false : 'undecided'),
    ledgerBound: fold.ledgerBound(),
    baselines: baselines(past, fold.promised, scores),
  };
  return { answer, fold, turns, stretches: timeline.stretches };
}

/** The share of the items with a score that lie in the region. */
function shareAbove(scores: readonly (number | null)[], threshold: number): number {
  const known = scores.filter((score) => score !== null);
  return known.length === 0 ? 0 : known.filter((score) => score >= threshold).length / known.length;
}

function revocations(turns: readonly TurnAt[], changedAt: number | undefined, audits: readonly number[]): Revocation[] {
  const found: Revocation[] = [];
  let sinceReached = 0;
  for (const { at, turn, from, to, audited } of turns) {
    if (turn === 'red' && from >= 0) {
      const start = changedAt !== undefined && at >= changedAt ? (audits[changedAt - 2] ?? 0) : sinceReached;
      found.push({ at, auditedSince: audited - start });
    }
    if (to !== from || turn === 'red') sinceReached = audited;
  }
  return found;
}

const streak = 20;
const day = 250;
const labels = 1000;

function baselines(past: readonly PastItem[], trust: TrustOptions, scores: readonly (number | null)[]): Baselines {
  const { limit, auditFloor: audit, risk, promise } = trust;
  const threshold = 1 - limit;
  const scored = past.map((item, at) => ({ ...item, score: scores[at] ?? null }));
  return {
    fixedThreshold: { ...fixedThreshold(past, { threshold }), threshold },
    approvalStreak: { ...approvalStreak(past, { streak, audit }), streak },
    dailyRefit: { ...dailyRefit(past, { limit, day, audit }), day },
    oneLook: { ...oneLook(past, { limit, risk, labels, audit }), labels },
    bestPossible: bestThreshold(scored, { limit, promise }),
  };
}
