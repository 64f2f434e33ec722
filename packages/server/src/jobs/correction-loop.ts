import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, keepCorrections } from '@countersign/engine';
import type { Logger } from 'pino';

const betweenLooksMs = 2_000;

/** Makes released work findable as examples. It rests as long as it worked, and looks every two seconds when there is none. */
export function startCorrectionLoop({ db, logger }: { db: Database; logger: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isFailing = false;

  const run = async () => {
    while (!signal.aborted) {
      const startedAt = performance.now();
      let pause = betweenLooksMs;
      try {
        const { isDone } = await keepCorrections(db);
        if (!isDone) pause = Math.min(betweenLooksMs, performance.now() - startedAt);
        isFailing = false;
      } catch (error) {
        if (!isFailing && !signal.aborted) logger.warn({ err: error }, 'Corrections are not kept at the moment');
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
