import { createHmac } from 'node:crypto';
import {
  coinFrom,
  type HistoryItem,
  playHistory,
  type ReplayAnswer,
  type ReplayScore,
  type RuleOutcome,
  scoreOf,
  shuffled,
  type TurnAt,
} from '@countersign/trust';
import { median } from '../statistics.ts';
import type { DataSet } from './sets.ts';

/** One shuffle of a set, played. */
export interface Run {
  answer: ReplayAnswer;
  /** The largest true error rate, over the whole set, of any region that was ever in force; 0 without one. */
  worstRegion: number;
  /** Released share of the last quarter. */
  lately: number;
}

/** The true error rate of every region that was in force, over all items of the set. */
function worstRegion(items: readonly HistoryItem[], turns: readonly TurnAt[]): number {
  const opened = turns.filter(({ to, turn, from }) => to >= 0 && (to !== from || turn === 'opened'));
  const orders = new Map<TurnAt['order'], (number | null)[]>();
  let worst = 0;
  for (const { order, threshold } of opened) {
    if (!orders.has(order))
      orders.set(
        order,
        items.map(({ traits }) => scoreOf(order, traits)),
      );
    const scores = orders.get(order) as (number | null)[];
    let [all, bad] = [0, 0];
    scores.forEach((score, at) => {
      if (score === null || score < threshold) return;
      all += 1;
      if (items[at]?.isBad) bad += 1;
    });
    if (all > 0) worst = Math.max(worst, bad / all);
  }
  return worst;
}

/** Plays one shuffle; order and coins come from its number. */
export function playShuffle({ items, limit }: DataSet, { seed, score }: { seed: number; score: ReplayScore }): Run {
  const coined = items.map((item) => ({ ...item, coin: coinFrom(createHmac('sha256', `shuffle ${seed}`).update(item.id).digest('hex')) }));
  const { answer, stretches, turns } = playHistory(shuffled(coined, seed), { limit, score, stretches: 100 });
  const last = stretches.slice(-25);
  const count = (of: 'released' | 'audited' | 'reviewed') => last.reduce((sum, stretch) => sum + stretch[of], 0);
  const lately = count('released') / (count('released') + count('audited') + count('reviewed'));
  return { answer, worstRegion: worstRegion(coined, turns), lately };
}

/** A rule over all shuffles of a set. */
export interface Row {
  rule: string;
  /** Mean share of the items that was released, and of those of the last quarter. */
  released: number;
  lately: number;
  /** Mean error rate of what was released, and in how many of 100 shuffles it was above the limit at the end. */
  errorRate: number;
  above: number;
  /** In how many of 100 shuffles a region above the limit was ever in force. */
  unsafe: number;
  /** Median of the first item released; NaN where mostly nothing was. */
  first: number;
  /** Mean share of the items that a person looked at. */
  labels: number;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const hundredths = (runs: readonly boolean[]): number => (100 * runs.filter(Boolean).length) / runs.length;

const ruleRow = (rule: string, outcomes: readonly RuleOutcome[], { items, limit }: DataSet): Row => ({
  rule,
  released: mean(outcomes.map(({ released }) => released / items.length)),
  lately: Number.NaN,
  errorRate: mean(outcomes.filter(({ released }) => released > 0).map(({ released, releasedBad }) => releasedBad / released)),
  above: hundredths(outcomes.map(({ released, releasedBad }) => releasedBad > limit * released)),
  unsafe: Number.NaN,
  first: Number.NaN,
  labels: mean(outcomes.map(({ reviewed }) => reviewed / items.length)),
});

/** Countersign's row: its own counts, and what was in force. */
export function ownRow(rule: string, runs: readonly Run[], set: DataSet): Row {
  const firsts = runs.map(({ answer }) => answer.firstReleaseAt ?? Number.POSITIVE_INFINITY);
  const first = median(firsts);
  return {
    ...ruleRow(
      rule,
      runs.map(({ answer }) => ({ ...answer, reviewed: answer.reviewed + answer.audited })),
      set,
    ),
    lately: mean(runs.map(({ lately }) => lately)),
    unsafe: hundredths(runs.map(({ worstRegion: worst }) => worst > set.limit)),
    first: Number.isFinite(first) ? first : Number.NaN,
  };
}

/** The rows of the simpler rules. */
export const baselineRows = (runs: readonly Run[], set: DataSet): Row[] => {
  const all = runs.map(({ answer }) => answer.baselines);
  return [
    ruleRow(
      `confidence ≥ ${1 - set.limit}`,
      all.map(({ fixedThreshold }) => fixedThreshold),
      set,
    ),
    ruleRow(
      '20 approvals in a row',
      all.map(({ approvalStreak }) => approvalStreak),
      set,
    ),
    ruleRow(
      'fitted anew every 250 items',
      all.map(({ dailyRefit }) => dailyRefit),
      set,
    ),
    ruleRow(
      'one calibration, 1,000 labels',
      all.map(({ oneLook }) => oneLook),
      set,
    ),
    ruleRow(
      'best possible threshold',
      all.map(({ bestPossible }) => bestPossible),
      set,
    ),
  ];
};
