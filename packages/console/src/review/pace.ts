const longestPause = 5 * 60_000;

/** How long a person has been at work without a real pause. */
export class WorkSpell {
  #startedAt: number | null = null;
  #lastAt = 0;

  /** A sign of life. After five minutes without one, the work begins anew. */
  note(now: number): void {
    if (this.#startedAt === null || now - this.#lastAt > longestPause) this.#startedAt = now;
    this.#lastAt = now;
  }

  minutes(now: number): number {
    if (this.#startedAt === null || now - this.#lastAt > longestPause) return 0;
    return Math.floor((this.#lastAt - this.#startedAt) / 60_000);
  }

  /** Begins to count anew, as after a pause. */
  restart(now: number): void {
    this.#startedAt = now;
    this.#lastAt = now;
  }
}

/** Seconds until everything is done at the person's own median; null while that is not known. */
export const secondsLeft = (left: number, medianSeconds: number | null): number | null =>
  medianSeconds === null || medianSeconds <= 0 || left === 0 ? null : Math.round(left * medianSeconds);
