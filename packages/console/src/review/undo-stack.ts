import type { Decision } from '@countersign/contract';
import type { Held, Undoable } from './desk-view.ts';

interface Taken extends Undoable {
  held: Held;
  /** Ten newer ones came after it: it is kept for its text only. */
  isPast?: boolean;
}

const mostUndoable = 10;

/** Decisions with the items as they were in hand, and how long each can still be taken back. */
export class UndoStack {
  #taken: Taken[] = [];

  /** The last ten within their time, newest last. A decision without undo is remembered for its text only. */
  get list(): Undoable[] {
    return this.#taken.filter((each) => each.length > 0 && !each.isPast);
  }

  push(undoable: Undoable, held: Held): void {
    this.#taken.push({ ...undoable, held });
    const open = this.#taken.filter((each) => each.length > 0 && !each.isPast);
    for (const old of open.slice(0, -mostUndoable)) old.isPast = true;
  }

  heldOf(entryId: string): Held | undefined {
    return this.#taken.find((each) => each.entryId === entryId)?.held;
  }

  forget(entryId: string): void {
    this.#taken = this.#taken.filter((each) => each.entryId !== entryId);
  }

  /** The server has decided: its own window counts, measured from our clock at the start of the request. */
  confirm(entryId: string, decision: Decision | null, startedAt: number): void {
    const length = decision ? Date.parse(decision.undoUntil) - Date.parse(decision.at) : 0;
    this.#taken = this.#taken.map((each) => (each.entryId === entryId ? { ...each, length, until: startedAt + length } : each));
  }

  /** Lets go of decisions whose time is over. True when there were some. */
  expire(now: number, isUnsent: (entryId: string) => boolean): boolean {
    const before = this.#taken.length;
    this.#taken = this.#taken.filter((each) => each.until > now || isUnsent(each.entryId));
    return this.#taken.length < before;
  }
}
