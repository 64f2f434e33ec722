import type { Action } from './decide.ts';

/** An item comes in and the fold decides on it. `score` orders items by how safe they look, `coin` is its secret number (coin.ts). */
export interface Arrived {
  type: 'arrived';
  item: string;
  score: number | null;
  coin: number;
  /** Model, prompt and schema that made the item. An item of another version than the scope's is reviewed and proves nothing. */
  version?: string;
}

/** An item comes in with a choice that was made earlier, from a state that other processes may have moved on since: as recorded. */
export interface Decided extends Omit<Arrived, 'type'> {
  type: 'decided';
  action: Action;
  /** q as it stood when the choice was made. */
  audit: number;
  inRegion: boolean;
}

/** A person's verdict on an item as a loss in [0, 1]: 1 for bad (rejected, or edited beyond tolerance), 0 for good, or a severity. */
export interface Labelled {
  type: 'labelled';
  item: string;
  loss: number;
  reviewer?: string;
}

export type TrustEvent =
  | Arrived
  | Decided
  | Labelled
  /** A label turned out to be wrong. One that waits is changed; one that is counted needs `rebuild` from the log. */
  | { type: 'corrected'; item: string; loss: number }
  /** An item was deleted or taken back without a label: it counts as bad, so that bad items cannot be made to vanish. */
  | { type: 'withdrawn'; item: string }
  /** The deadline of an open evidence item has passed: no releases until it is labelled or withdrawn. */
  | { type: 'overdue'; item: string }
  /** A reviewer met a seeded known-bad item (`missed`: approved it). Never an item of the stream. */
  | { type: 'seeded'; reviewer: string; missed: boolean }
  /** Blind second read, adjudicated: of what the second reader found, whether the first had found it too. */
  | { type: 'secondRead'; reviewer: string; missed: boolean }
  /** A reviewer under alarm was trained and reads again. */
  | { type: 'reinstated'; reviewer: string }
  /**
   * Another model, prompt or schema: a new scope begins at nothing. `keepOrder` keeps score and rungs, so that no warm-up is needed. Evidence may
   * come from running the version over an old evidence sample, as `decided` and `labelled`, if it was frozen before it saw those items;
   * `attempt` counts the versions tried on the same sample, from 1, and each has the risk of that epoch.
   */
  | { type: 'versionChanged'; version: string; keepOrder?: boolean; attempt?: number }
  /** A score was fitted and frozen; `scores` are those it gives the items it was fitted on. Evidence begins anew, in a new epoch. */
  | { type: 'scoreFrozen'; scores: readonly number[] }
  /** A person ratifies the proposal. */
  | { type: 'promoted' }
  /** Somebody or something outside asks for caution: a complaint, a ruler's alarm, the button. */
  | { type: 'yellow' }
  /** Stop now: the certificate is void. */
  | { type: 'red' }
  /** A person ends a caution that was asked for by hand; refused while the watch itself is alarmed. */
  | { type: 'cleared' };

/** What changed with an event, for the log. */
export type Turn =
  /** The rungs are laid: evidence begins. */
  | 'laid'
  /** Evidence for a larger region is in: proposed for ratification, opened, or refused because it no longer holds. */
  | 'proposed'
  | 'opened'
  | 'refused'
  | 'yellow'
  | 'cleared'
  | 'red'
  | 'paused'
  | 'resumed'
  /** A reviewer misses too many seeds: their labels are no evidence from here on. */
  | 'alarm'
  /** A label by a reviewer under alarm: the item still needs another reader. */
  | 'unheard'
  /** The correction concerns a label that is counted already: rebuild the state from the log. */
  | 'rebuild'
  /** The scope ended with its version. */
  | 'ended';
