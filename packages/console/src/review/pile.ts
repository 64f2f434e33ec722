import type { Json } from '@countersign/contract';
import type { Held } from './desk-view.ts';

/** The item in hand and the next ones, in the order in which they will be shown. */
export class Pile {
  #held: Held[] = [];

  get current(): Held | null {
    return this.#held[0] ?? null;
  }

  get next(): Held | null {
    return this.#held[1] ?? null;
  }

  get size(): number {
    return this.#held.length;
  }

  /** Items that are still the person's. */
  get ids(): string[] {
    return this.#held.filter((held) => !held.lost).map((held) => held.claim.item.id);
  }

  get checkpoints(): string[] {
    return [...new Set(this.#held.map((held) => held.claim.item.checkpoint))];
  }

  has(itemId: string): boolean {
    return this.#held.some((held) => held.claim.item.id === itemId);
  }

  take(): Held | null {
    return this.#held.shift() ?? null;
  }

  add(held: Held): void {
    this.#held.push(held);
  }

  /** Takes an item in hand, before all others. */
  putFirst(held: Held): void {
    this.#held = [held, ...this.#held.filter((each) => each.claim.item.id !== held.claim.item.id)];
  }

  change(changes: Partial<Held>): void {
    const [first, ...rest] = this.#held;
    if (first) this.#held = [{ ...first, ...changes }, ...rest];
  }

  /** The person's own text; what was found wrong with the one before no longer counts. */
  type(output: Json): void {
    const [first, ...rest] = this.#held;
    if (!first) return;
    const { faults: _, ...held } = first;
    this.#held = [{ ...held, output }, ...rest];
  }

  /** Lets go of items further down that are no longer the person's; the one in hand stays in sight. */
  dropAhead(itemIds: string[]): void {
    this.#held = this.#held.filter((held, index) => index === 0 || !itemIds.includes(held.claim.item.id));
  }

  clear(): void {
    this.#held = [];
  }
}
