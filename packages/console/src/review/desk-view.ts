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

export interface Undoable {
  entryId: string;
  itemId: string;
  label: string;
  verdict: Verdict | 'skip';
  /** Milliseconds since 1970. */
  until: number;
  length: number;
}

/** A decision that the server refused. It stays in sight until the person has dealt with it. */
export interface Trouble {
  id: string;
  itemId: string;
  label: string;
  verdict: Verdict | 'skip';
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
  ahead: number;
  done: number;
  skipped: number;
  undoable: Undoable[];
  isUndoing: boolean;
  troubles: Trouble[];
  unsent: number;
  isPaused: boolean;
  error: CountersignError | null;
}

export interface Scope {
  checkpoint?: string;
  item?: string;
}

export interface DeskSetting {
  api: Pick<typeof calls, 'claim' | 'heartbeat' | 'giveBack' | 'review' | 'undo' | 'saveDraft'> & {
    getItem: (id: string) => Promise<Item>;
  };
  outboxShelf: Shelf<Entry>;
  draftShelf: Shelf<LocalDraft>;
  tab: string;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  newId: () => string;
  undoSeconds: (checkpoint: string) => number;
  onDecided: (item: ItemSummary) => void;
}
