import type { Claim, CountersignError, Decision, ErrorCode, Item, ItemState, ItemSummary, Json, Verdict } from '@countersign/contract';
import type * as calls from '../api/calls.ts';
import type { LocalDraft } from './drafts.ts';
import type { Entry } from './outbox.ts';
import type { Shelf } from './shelf.ts';

/** An item in hand or on the pile, with the person's own version of its output. */
export interface Held {
  claim: Claim;
  output: Json;
  since: number;
  /** The claim is gone and could not be had again. */
  lost?: { decision: Decision | null; state: ItemState | null };
  /** While the claim was away, the item got another output; the person's text was written over the old one. */
  outputChanged?: boolean;
  /** What the server found wrong when this text was sent before. */
  faults?: { pointer: string; detail: string }[];
}

/** What was done with an item that is no longer in hand. */
export type Act = Verdict | 'skip' | 'hold' | 'assign';

export interface Undoable {
  entryId: string;
  itemId: string;
  label: string;
  verdict: Act;
  /** Milliseconds since 1970. */
  until: number;
  length: number;
}

/** A decision that the server refused. It stays in sight until the person has dealt with it. */
export interface Trouble {
  id: string;
  itemId: string;
  label: string;
  verdict: Act;
  code: ErrorCode;
  message: string;
  decision: Decision | null;
  output: Json | null;
  isEdited: boolean;
  errors: { pointer: string; detail: string }[];
}

export interface DeskView {
  phase: 'fetching' | 'working' | 'empty' | 'failed';
  current: Held | null;
  /** The one after it, for what can be made ready ahead. */
  next: Held | null;
  ahead: number;
  done: number;
  skipped: number;
  undoable: Undoable[];
  isUndoing: boolean;
  troubles: Trouble[];
  /** Everything on its way to the server. */
  unsent: number;
  /** Items decided here that the server does not know of yet. */
  leaving: number;
  isPaused: boolean;
  error: CountersignError | null;
}

export interface Scope {
  checkpoint?: string;
  item?: string;
}

export interface DeskSetting {
  api: Pick<typeof calls, 'claim' | 'heartbeat' | 'giveBack' | 'review' | 'undo' | 'saveDraft' | 'hold' | 'assign' | 'decideFlags'> & {
    getItem: (id: string) => Promise<Item>;
  };
  outboxShelf: Shelf<Entry>;
  draftShelf: Shelf<LocalDraft>;
  tab: string;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  rest: () => Promise<void>;
  newId: () => string;
  undoSeconds: (checkpoint: string) => number;
  onDecided: (item: ItemSummary) => void;
}
