import { type Evidence, type Ladder, newLadder, noEvidence } from './ladder.ts';
import { type Ledger, newLedger } from './ledger.ts';
import { type Mix, noMix } from './mix.ts';
import { newRuler, type ReviewerRecord, type Ruler } from './ruler.ts';
import { type Bets, newBets } from './watch.ts';
import type { OpenItem } from './watermark.ts';

/**
 * yellow: the watch doubts; audits are raised and the scope must prove itself again. caution: the same, but asked for from outside, so
 * that a person may end it.
 */
export type Light = 'green' | 'yellow' | 'caution';

/**
 * Everything a scope knows: under 150 finite numbers, and what concerns single open items and single reviewers. Plain JSON: it can be
 * stored, compared, and rebuilt bit for bit from the events.
 */
export interface TrustState {
  /** Of this shape, for what was stored. */
  format: 1;
  /** Model, prompt and schema of the scope; empty when the caller keeps scopes apart. */
  version: string;
  /** Items that arrived. */
  seen: number;
  /** Scores of the warm-up; empty once the rungs are laid. */
  warmUp: readonly number[];
  ladder: Ladder;
  epoch: number;
  /** The rung in force, −1 for none. */
  level: number;
  /** The epoch whose risk the rung in force was reached with; 0 for none. */
  openedIn: number;
  /** Rung that the evidence offers in mode `propose`, −1 for none. */
  proposed: number;
  light: Light;
  /** N_region: items that met the automatic region since it opened. */
  met: number;
  watch: Bets;
  /** Evidence since the last yellow; while green, the newest half of the evidence where that is asked for. Often empty. */
  fresh: Evidence;
  /** How much of the stream lies in the region, where that is watched. */
  mix: Mix;
  ledger: Ledger;
  ruler: Ruler;
  reds: number;
  yellows: number;
  /** Evidence items that are not counted yet, in order of arrival. */
  open: readonly OpenItem[];
  reviewers: Readonly<Record<string, ReviewerRecord>>;
}

/** A scope before its first item. */
export const newState = (version = ''): TrustState => ({
  format: 1,
  version,
  seen: 0,
  warmUp: [],
  ladder: newLadder(),
  epoch: 1,
  level: -1,
  openedIn: 0,
  proposed: -1,
  light: 'green',
  met: 0,
  watch: newBets(),
  fresh: noEvidence(),
  mix: noMix(),
  ledger: newLedger(),
  ruler: newRuler(),
  reds: 0,
  yellows: 0,
  open: [],
  reviewers: {},
});
