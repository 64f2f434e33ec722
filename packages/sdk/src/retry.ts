import { CountersignError, type ErrorCode } from '@countersign/contract';
import { sleep } from './abort.ts';

const firstPauseMs = 250;
const longestPauseMs = 15_000;

/**
 * The pause in milliseconds before try number `attempt` + 2 (`attempt` counts from 0): full jitter, which is a random part
 * of 250 ms · 2^attempt, at most of 15 s; after a `Retry-After`, that many seconds and up to a tenth more.
 * Reference: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export const retryPause = (attempt: number, retryAfter?: number, random: () => number = Math.random): number =>
  retryAfter === undefined ? random() * Math.min(longestPauseMs, firstPauseMs * 2 ** attempt) : retryAfter * 1000 * (1 + random() / 10);

export interface RetryOptions {
  isWorthRetrying(error: CountersignError, attempt: number): boolean;
  signal?: AbortSignal | undefined;
}

/** Runs `run` until it succeeds, fails with an error not worth retrying, or the signal is aborted. */
export const retrying = async <T>(run: () => Promise<T>, { isWorthRetrying, signal }: RetryOptions): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (signal?.aborted || !(error instanceof CountersignError) || !isWorthRetrying(error, attempt)) throw error;
      await sleep(retryPause(attempt, error.details.retryAfter), signal);
    }
  }
};

/** Try again a limited number of times. */
export const atMost =
  (retries: number): RetryOptions['isWorthRetrying'] =>
  (error, attempt) =>
    attempt < retries && error.isRetryable;

const outages: ReadonlySet<ErrorCode> = new Set(['network', 'timeout', 'rate_limited', 'database_unavailable', 'shutting_down']);

/** Try again through any outage, however long; an error inside the server only a limited number of times. */
export const throughOutages =
  (retries: number): RetryOptions['isWorthRetrying'] =>
  (error, attempt) =>
    outages.has(error.code) || (attempt < retries && error.isRetryable);
