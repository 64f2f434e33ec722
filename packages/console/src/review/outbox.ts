import {
  type AssignInput,
  CountersignError,
  type FlagDecision,
  type HoldInput,
  type ReviewInput,
  type ReviewResult,
} from '@countersign/contract';
import type { Shelf } from './shelf.ts';

/** What a person did, as it goes to the server. All but `flags` put the item out of hand. */
export type Post =
  | { kind: 'review'; review: ReviewInput }
  | { kind: 'skip' }
  | { kind: 'hold'; hold: HoldInput }
  | { kind: 'assign'; assign: AssignInput }
  | { kind: 'flags'; decisions: FlagDecision[] };

export interface Entry {
  id: string;
  itemId: string;
  label: string;
  /** Milliseconds since 1970 at which the person decided. */
  at: number;
  tab: string;
  post: Post;
}

export interface OutboxEvents {
  send: (entry: Entry) => Promise<ReviewResult | null>;
  sent: (entry: Entry, result: ReviewResult | null, startedAt: number) => void;
  refused: (entry: Entry, error: CountersignError) => void;
  changed: () => void;
}

export interface OutboxSetting {
  shelf: Shelf<Entry>;
  tab: string;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  /** Lets what a person waits for, the next item, be painted before anything is sent. */
  rest: () => Promise<void>;
}

const pauses = [1000, 2000, 5000, 10_000, 20_000, 30_000];
const orphanAfter = 60_000;

/**
 * Decisions on their way to the server, sent one at a time in the order in which they were made. What cannot reach the server is
 * kept on the shelf, over reloads too, and tried again with growing pauses. What the server refuses is handed to `refused`.
 * An entry that is gone from the shelf was sent or taken back by another tab and is dropped.
 */
export class Outbox {
  #entries: Entry[] = [];
  #sending: Entry | null = null;
  #isRunning = false;
  #failures = 0;
  #wake: (() => void) | null = null;
  #stopped = false;

  private readonly events: OutboxEvents;
  private readonly setting: OutboxSetting;

  constructor(events: OutboxEvents, setting: OutboxSetting) {
    this.events = events;
    this.setting = setting;
  }

  get size(): number {
    return this.#entries.length;
  }

  get isPaused(): boolean {
    return this.#failures > 0;
  }

  /** Items that were put out of hand and whose server does not know it yet. */
  get itemIds(): string[] {
    return this.#entries.filter((entry) => entry.post.kind !== 'flags').map((entry) => entry.itemId);
  }

  /** What was decided about flags of an item and is not at the server yet. */
  flagDecisionsOf(itemId: string): FlagDecision[] {
    return this.#entries.flatMap((entry) => (entry.itemId === itemId && entry.post.kind === 'flags' ? entry.post.decisions : []));
  }

  has(id: string): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  add(entry: Entry): void {
    this.setting.shelf.put(entry.id, entry);
    this.#entries.push(entry);
    this.events.changed();
    void this.#run();
  }

  /** Takes back an entry that has not been sent. False when it is gone or on its way. */
  take(id: string): boolean {
    const entry = this.#entries.find((each) => each.id === id);
    if (!entry || (entry === this.#sending && !this.isPaused)) return false;
    this.#drop(entry);
    return true;
  }

  /** Takes over what an earlier life of this tab, or a tab that is gone, had not sent. */
  adopt(): void {
    const found = this.setting.shelf
      .all()
      .filter((entry) => !this.has(entry.id))
      .filter((entry) => entry.tab === this.setting.tab || this.setting.now() - entry.at > orphanAfter)
      .toSorted((a, b) => a.at - b.at);
    if (found.length === 0) return;
    this.#entries.unshift(...found);
    this.events.changed();
    void this.#run();
  }

  /** Tries at once instead of waiting for the end of the pause. */
  hurry(): void {
    this.#wake?.();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#entries.length > 0 && !this.#stopped) {
      await this.setting.rest();
      const [entry] = this.#entries;
      if (entry && !this.setting.shelf.has(entry.id)) this.#drop(entry);
      else if (entry && !this.#stopped) {
        this.#sending = entry;
        await this.#post(entry);
        this.#sending = null;
      }
    }
    this.#isRunning = false;
  }

  async #post(entry: Entry): Promise<void> {
    const startedAt = this.setting.now();
    try {
      const result = await this.events.send(entry);
      this.#failures = 0;
      this.#drop(entry);
      this.events.sent(entry, result, startedAt);
    } catch (cause) {
      const error = cause instanceof CountersignError ? cause : new CountersignError('internal', String(cause), { cause });
      if (error.isRetryable) return this.#pause(error);
      this.#failures = 0;
      this.#drop(entry);
      this.events.refused(entry, error);
    }
  }

  async #pause(error: CountersignError): Promise<void> {
    const pause = Math.max(pauses[Math.min(this.#failures, pauses.length - 1)] ?? 0, (error.details.retryAfter ?? 0) * 1000);
    this.#failures += 1;
    this.events.changed();
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([this.setting.wait(pause), woken]);
    this.#wake = null;
  }

  #drop(entry: Entry): void {
    this.#entries = this.#entries.filter((each) => each !== entry);
    this.setting.shelf.remove(entry.id);
    this.events.changed();
  }
}
