import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, type Hints, mineDue } from '@countersign/engine';
import type { Logger } from 'pino';

const betweenLooksMs = 2_000;

/**
 * Learns from the decisions that took effect. It rests as long as it worked, so that a large history leaves half of a processor to
 * others, and looks every two seconds when all is learned.
 */
export function startLessonLoop({ db, hints, logger }: { db: Database; hints: Hints; logger: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isFailing = false;

  const run = async () => {
    while (!signal.aborted) {
      const startedAt = performance.now();
      let pause = betweenLooksMs;
      try {
        const { mined, changedIn, isDone } = await mineDue(db);
        if (changedIn !== null) hints.send({ workspaces: [changedIn] });
        if (!isDone) pause = Math.min(betweenLooksMs, performance.now() - startedAt);
        if (mined > 0) logger.debug({ mined }, 'Learned');
        isFailing = false;
      } catch (error) {
        if (!isFailing && !signal.aborted) logger.warn({ err: error }, 'Learning waits');
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
