import type { BulkReviewInput, BulkReviewResult, CountersignError } from '@countersign/contract';
import type { Shelf } from '../review/shelf.ts';

const pauses = [1000, 2000, 5000, 10_000, 30_000];

export interface SetOutboxSetting {
  send: (input: BulkReviewInput) => Promise<BulkReviewResult>;
  shelf: Shelf<BulkReviewInput>;
  wait: (milliseconds: number) => Promise<void>;
  changed: () => void;
}

/** A confirmed set on its way to the server. It is kept on the shelf and sent again until the server has answered, whatever screen is open. */
export class SetOutbox {
  #going: { input: BulkReviewInput; answer: Promise<BulkReviewResult | null> } | null = null;
  #isWaiting = false;
  #error: CountersignError | null = null;
  #wake: (() => void) | null = null;

  private readonly setting: SetOutboxSetting;

  constructor(setting: SetOutboxSetting) {
    this.setting = setting;
  }

  get state(): 'no' | 'running' | 'waiting' {
    if (!this.#going) return 'no';
    return this.#isWaiting ? 'waiting' : 'running';
  }

  /** Why it waits, or why the server refused it. */
  get error(): CountersignError | null {
    return this.#error;
  }

  /** What the server has not answered yet, here or in an earlier life of the page. */
  get unsent(): BulkReviewInput | null {
    return this.#going?.input ?? this.setting.shelf.all()[0] ?? null;
  }

  /** Items of the set that is on its way: their claims are still needed. */
  get itemIds(): string[] {
    return (this.#going?.input.items ?? []).map(({ itemId }) => itemId);
  }

  /** The server's answer, or null when it refused the set. The same set is sent once, however often it is asked for. Who asks says what changes then. */
  send(input: BulkReviewInput): Promise<BulkReviewResult | null> {
    if (this.#going?.input.id === input.id) return this.#going.answer;
    this.setting.shelf.put(input.id, input);
    const answer = this.#sendUntilAnswered(input);
    this.#going = { input, answer };
    this.setting.changed();
    return answer;
  }

  /** Tries at once instead of waiting for the end of the pause. */
  hurry(): void {
    this.#wake?.();
  }

  forgetError(): void {
    this.#error = null;
  }

  async #sendUntilAnswered(input: BulkReviewInput): Promise<BulkReviewResult | null> {
    this.#error = null;
    for (let tries = 0; ; tries += 1) {
      try {
        const result = await this.setting.send(input);
        this.#error = null;
        this.#end(input);
        return result;
      } catch (cause) {
        this.#error = cause as CountersignError;
        if (this.#error.isRetryable) await this.#pause(tries);
        else {
          this.#end(input);
          return null;
        }
      }
    }
  }

  async #pause(tries: number): Promise<void> {
    this.#isWaiting = true;
    this.setting.changed();
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([this.setting.wait(pauses[Math.min(tries, pauses.length - 1)] ?? 0), woken]);
    this.#wake = null;
    this.#isWaiting = false;
    this.setting.changed();
  }

  #end(input: BulkReviewInput): void {
    this.setting.shelf.remove(input.id);
    this.#going = null;
  }
}
