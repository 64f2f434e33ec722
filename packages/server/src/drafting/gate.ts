const longestSleepMs = 250;

/**
 * What one provider allows this process: calls at once, calls a minute, and rest when it asks for that. Limits are shared with the other
 * processes that draft with it.
 */
export class Gate {
  #concurrency = 1;
  #perMinute: number | null = null;
  #workers = 1;
  #underWay = 0;
  #prepared = 0;
  #restUntil = 0;
  #credit = 1;
  #creditAt = performance.now();
  #rests = 0;
  #waiting: (() => void)[] = [];
  #roomWaiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  setLimits({ concurrency, callsPerMinute }: { concurrency: number; callsPerMinute: number | null }, workers: number): void {
    this.#concurrency = concurrency;
    this.#perMinute = callsPerMinute;
    this.#workers = Math.max(1, workers);
    this.#wake();
  }

  /** Calls that this process may have under way. */
  get share(): number {
    return Math.max(1, Math.floor(this.#concurrency / this.#workers));
  }

  /** How many rows to fetch, so that the next ones stand ready when calls end; none while the provider rests. */
  get room(): number {
    if (performance.now() < this.#restUntil) return 0;
    return Math.max(0, this.share + Math.ceil(this.share / 2) - this.#underWay - this.#prepared);
  }

  /** Resolves when rows may be fetched, or after `close`. In portions, because each fetch is a statement. */
  async untilRoom(): Promise<void> {
    const portion = Math.max(1, Math.ceil(this.share / 4));
    while (!this.#isClosed && this.room < portion) {
      await new Promise<void>((resolve) => {
        this.#roomWaiting.push(resolve);
        this.#alarm();
      });
    }
  }

  /** Nothing more is fetched, and no further call begins; those under way go on. */
  close(): void {
    this.#isClosed = true;
    for (const resolve of [...this.#waiting.splice(0), ...this.#roomWaiting.splice(0)]) resolve();
    clearTimeout(this.#timer);
  }

  /** Runs a call when there is a slot for it; null when the gate was closed before. */
  async use<T>(call: () => Promise<T>): Promise<T | null> {
    this.#prepared += 1;
    while (!this.#isClosed && !this.#isOpen()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        this.#alarm();
      });
    }
    this.#prepared -= 1;
    if (this.#isClosed) return null;
    this.#underWay += 1;
    this.#spendCredit();
    try {
      return await call();
    } finally {
      this.#underWay -= 1;
      this.#wake();
    }
  }

  /** Leaves the provider alone: for as long as it asks, or longer each time it refuses. Answers for how many seconds. */
  rest(seconds: number | null): number {
    this.#rests += 1;
    const pause = seconds ?? Math.min(60, 2 ** (this.#rests - 1));
    this.#restUntil = Math.max(this.#restUntil, performance.now() + pause * 1000);
    return pause;
  }

  /** Another process was asked to leave it alone. */
  restUntil(instant: string | null): void {
    if (instant !== null) this.#restUntil = Math.max(this.#restUntil, performance.now() + Date.parse(instant) - Date.now());
  }

  /** It answers again. */
  recovered(): void {
    this.#rests = 0;
  }

  #isOpen(): boolean {
    return this.#underWay < this.share && performance.now() >= this.#restUntil && this.#refill() >= 1;
  }

  #refill(): number {
    if (this.#perMinute === null) return 1;
    const now = performance.now();
    const perMs = this.#perMinute / this.#workers / 60_000;
    this.#credit = Math.min(Math.max(1, perMs * 1000), this.#credit + (now - this.#creditAt) * perMs);
    this.#creditAt = now;
    return this.#credit;
  }

  #spendCredit(): void {
    if (this.#perMinute !== null) this.#credit -= 1;
  }

  #wake(): void {
    for (let free = this.share - this.#underWay; free > 0 && this.#waiting.length > 0; free -= 1) this.#waiting.shift()?.();
    for (const resolve of this.#roomWaiting.splice(0)) resolve();
  }

  // Rest and rate end by time, with nobody to wake whoever waits.
  #alarm(): void {
    const rest = this.#restUntil - performance.now();
    const soonest = this.#perMinute === null ? longestSleepMs : 20;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#wake();
        if (this.#waiting.length > 0 || this.#roomWaiting.length > 0) this.#alarm();
      },
      rest > 0 ? Math.min(longestSleepMs, rest) : soonest,
    );
  }
}
