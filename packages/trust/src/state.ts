import { type Ladder, newLadder } from './ladder.ts';
import { type Ledger, newLedger } from './ledger.ts';
import { newWatch } from './watch.ts';

export type Light = 'green' | 'yellow';

/** Everything a scope knows. Numbers and lists of numbers only: it can be stored, compared and rebuilt from the events. */
export interface TrustState {
  /** Items that arrived. */
  seen: number;
  /** Scores of the warm-up; empty once the rungs are laid. */
  warmUp: number[];
  ladder: Ladder;
  epoch: number;
  /** The rung in force, −1 for none. */
  level: number;
  /** Rung that the evidence offers in mode `propose`, −1 for none. */
  proposed: number;
  light: Light;
  /** N_region: items that met the automatic region since it opened. */
  met: number;
  watch: number[];
  /** Evidence since the last yellow; empty while green. */
  fresh: Ladder;
  ledger: Ledger;
  reds: number;
  yellows: number;
}

export const newState = (): TrustState => ({
  seen: 0,
  warmUp: [],
  ladder: newLadder(),
  epoch: 1,
  level: -1,
  proposed: -1,
  light: 'green',
  met: 0,
  watch: newWatch(),
  fresh: newLadder(),
  ledger: newLedger(),
  reds: 0,
  yellows: 0,
});
