import { CountersignError } from '@countersign/contract';

export interface AbortOptions {
  /** Stops the call. It then throws `aborted`. */
  signal?: AbortSignal | undefined;
}

/** What a call throws whose signal was aborted: the reason where it is one of ours (a deadline), else `aborted`. */
export const abortError = (signal: AbortSignal): CountersignError =>
  signal.reason instanceof CountersignError
    ? signal.reason
    : new CountersignError('aborted', 'The call was aborted by its signal.', { cause: signal.reason });

const longestTimer = 2 ** 31 - 1;

/** Like setTimeout, for any length: timers beyond 24.8 days fire at once. Answers how to cancel it. */
const startTimer = (ms: number, run: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout>;
  const arm = (left: number) => {
    timer = setTimeout(() => (left > longestTimer ? arm(left - longestTimer) : run()), Math.min(left, longestTimer));
  };
  arm(ms);
  return () => clearTimeout(timer);
};

export interface Scope {
  signal: AbortSignal;
  abort(reason: CountersignError): void;
  /** Ends the time limit but goes on listening to the outer signal. */
  stopTimer(): void;
  /** Lets go of timer and outer signal. To be called in any case. */
  close(): void;
}

/**
 * A signal that is aborted by the outer signal or after `timeoutMs`, with the error of `onTimeout` as its reason.
 * Own code and not AbortSignal.any, which keeps every short scope alive as long as a long-lived outer signal.
 */
export const openScope = (outer: AbortSignal | undefined, timeoutMs?: number, onTimeout?: () => CountersignError): Scope => {
  const controller = new AbortController();
  const follow = () => controller.abort(outer?.reason);
  const stopTimer = timeoutMs === undefined ? () => {} : startTimer(timeoutMs, () => controller.abort(onTimeout?.()));
  outer?.addEventListener('abort', follow, { once: true });
  if (outer?.aborted) follow();
  const close = () => {
    stopTimer();
    outer?.removeEventListener('abort', follow);
  };
  return { signal: controller.signal, abort: (reason) => controller.abort(reason), stopTimer, close };
};

/** Waits `ms` milliseconds. Throws at once when the signal is aborted. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      cancel();
      reject(abortError(signal as AbortSignal));
    };
    const cancel = startTimer(ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
  });
