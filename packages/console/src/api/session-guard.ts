type Listener = () => void;

/** Knows whether the session has ended while the page was open, and holds callers until somebody has signed in again. */
class SessionGuard {
  #ended = false;
  #waiting: (() => void)[] = [];
  #listeners = new Set<Listener>();

  get ended(): boolean {
    return this.#ended;
  }

  waitForSignIn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#set(true);
    });
  }

  signedIn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#set(false);
    for (const resolve of waiting) resolve();
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(ended: boolean): void {
    this.#ended = ended;
    for (const listener of this.#listeners) listener();
  }
}

export const sessionGuard = new SessionGuard();
