import type { CountersignError } from '@countersign/contract';

export interface StopReasons {
  signal: AbortSignal;
  /** The database ended by itself. */
  databaseEnded?: Promise<CountersignError>;
}

/** Waits for Ctrl+C, SIGTERM or the end of the database; the last is an error. */
export const waitForStop = async ({ signal, databaseEnded }: StopReasons): Promise<void> => {
  const stopped = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const error = await Promise.race([stopped, ...(databaseEnded ? [databaseEnded] : [])]);
  if (error) throw error;
};
