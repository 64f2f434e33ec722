import { type Database, endOffers, type Hints, passDeadlines, releaseDue, type Settled } from '@countersign/engine';
import type { Logger } from 'pino';

const longestSleepMs = 500;
const deadlinesEveryMs = 2_000;

/**
 * Lets decisions take effect when their time to undo is over. It sleeps until the next is due, at most half a second, so that a
 * release is late by milliseconds; a job per decision would be late by the poll interval of the queue, and cost a row each.
 */
export function startReleaseLoop({ db, hints, logger }: { db: Database; hints: Hints; logger: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let deadlinesAt = 0;
  let isFailing = false;

  const announce = (settled: Settled[]) => {
    if (settled.length === 0) return;
    hints.send({ items: settled.map(({ itemId }) => itemId), workspaces: [...new Set(settled.map(({ workspaceId }) => workspaceId))] });
  };

  const round = async (): Promise<number> => {
    const { settled, nextInMs } = await releaseDue(db);
    announce(settled);
    if (performance.now() >= deadlinesAt) {
      announce(await passDeadlines(db));
      const workspaces = await endOffers(db);
      if (workspaces.length > 0) hints.send({ workspaces });
      deadlinesAt = performance.now() + deadlinesEveryMs;
    }
    return nextInMs === null ? longestSleepMs : Math.min(longestSleepMs, Math.ceil(nextInMs));
  };

  const run = async () => {
    while (!stopping.signal.aborted) {
      let pause = longestSleepMs;
      try {
        pause = await round();
        if (isFailing) logger.info('Releasing again');
        isFailing = false;
      } catch (error) {
        if (!isFailing) logger.warn({ err: error }, 'Releasing waits for the database');
        isFailing = true;
      }
      await sleep(pause, stopping.signal);
    }
  };

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

// The listener goes with the timer: this loop sleeps twice a second for months.
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
