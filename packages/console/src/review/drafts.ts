import type { Json } from '@countersign/contract';
import type { Shelf } from './shelf.ts';

export interface LocalDraft {
  output: Json;
  saved: boolean;
  at: number;
}

const pauseBeforeSave = 800;

/** What a person has typed: on this machine at once, at the server when they pause. */
export class Drafts {
  #timers = new Map<string, ReturnType<typeof setTimeout>>();

  private readonly shelf: Shelf<LocalDraft>;
  private readonly save: (itemId: string, output: Json) => Promise<unknown>;

  constructor(shelf: Shelf<LocalDraft>, save: (itemId: string, output: Json) => Promise<unknown>) {
    this.shelf = shelf;
    this.save = save;
  }

  type(itemId: string, output: Json): void {
    this.keep(itemId, output);
    clearTimeout(this.#timers.get(itemId));
    this.#timers.set(
      itemId,
      setTimeout(() => void this.#send(itemId), pauseBeforeSave),
    );
  }

  /** Keeps a text on this machine only. */
  keep(itemId: string, output: Json): void {
    this.shelf.put(itemId, { output, saved: false, at: Date.now() });
  }

  /** The text to go on with: what is newer here, else what the server kept; null when there is none. */
  restore(itemId: string, fromServer: Json | null): Json | null {
    const local = this.shelf.get(itemId);
    if (local && (!local.saved || fromServer === null)) return local.output;
    return fromServer;
  }

  /** The item was decided: its draft is no longer needed. */
  settle(itemId: string): void {
    this.hold(itemId);
    this.shelf.remove(itemId);
  }

  /** Stops a save that has not begun; the text stays on this machine. */
  hold(itemId: string): void {
    clearTimeout(this.#timers.get(itemId));
    this.#timers.delete(itemId);
  }

  /** Sends what is waiting for its pause, for instance when the page is left. */
  flush(): void {
    for (const itemId of this.#timers.keys()) void this.#send(itemId);
  }

  async #send(itemId: string): Promise<void> {
    this.hold(itemId);
    const draft = this.shelf.get(itemId);
    if (!draft || draft.saved) return;
    try {
      await this.save(itemId, draft.output);
    } catch {
      // The text is on this machine; the next keystroke tries again.
      return;
    }
    const now = this.shelf.get(itemId);
    if (!now || now.at !== draft.at) return;
    this.shelf.put(itemId, { ...now, saved: true });
  }
}
