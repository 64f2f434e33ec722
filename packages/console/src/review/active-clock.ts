const longestPause = 120_000;

/** Counts the time in which a person was at work on one item: while the page is seen, and no longer than two minutes without a sign of life. */
export class ActiveClock {
  #total = 0;
  #since: number;
  #lastSign: number;
  #running = true;
  private readonly now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
    this.#since = this.now();
    this.#lastSign = this.#since;
  }

  sign(): void {
    if (this.#running) this.#count();
    this.#lastSign = this.now();
  }

  setSeen(seen: boolean): void {
    if (seen === this.#running) return;
    if (!seen) this.#count();
    this.#running = seen;
    this.#since = this.now();
    this.#lastSign = this.#since;
  }

  get seconds(): number {
    if (this.#running) this.#count();
    return Math.round(this.#total / 100) / 10;
  }

  #count(): void {
    const end = Math.min(this.now(), this.#lastSign + longestPause);
    this.#total += Math.max(0, end - this.#since);
    this.#since = this.now();
  }
}
