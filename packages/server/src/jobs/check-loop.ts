import { setTimeout as sleep } from 'node:timers/promises';
import { type Checker, checkDue, type Database } from '@countersign/engine';
import type { Logger } from 'pino';

const betweenLooksMs = 1_000;

/**
 * Checks what waits and was not yet checked. It rests as long as it worked, so that checking a large import leaves half of a processor
 * to the import itself, and looks once a second when all is checked.
 */
export function startCheckLoop({ db, checker, logger }: { db: Database; checker: Checker; logger: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isFailing = false;

  const run = async () => {
    while (!signal.aborted) {
      const startedAt = performance.now();
      let pause = betweenLooksMs;
      try {
        const { checked, isDone } = await checkDue(db, checker, { signal });
        if (!isDone) pause = Math.min(betweenLooksMs, performance.now() - startedAt);
        if (checked > 0) logger.debug({ checked }, 'Checked');
        isFailing = false;
      } catch (error) {
        if (!isFailing && !signal.aborted) logger.warn({ err: error }, 'Checking waits');
        isFailing = true;
      }
      await sleep(pause, undefined, { signal }).catch(() => {});
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
