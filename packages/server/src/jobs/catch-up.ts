import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface CatchUp {
  /** One turn. Answers whether nothing is left for now. */
  turn: (signal: AbortSignal) => Promise<{ isDone: boolean }>;
  /** Said once when turns begin to fail; they are tried again. */
  failing: string;
  betweenLooksMs: number;
  logger: Logger;
}

/** Does turn after turn until it is stopped. It rests as long as it worked, which leaves half of a processor to others. */
export function catchUp({ turn, failing, betweenLooksMs, logger }: CatchUp): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isFailing = false;

  const run = async () => {
    while (!signal.aborted) {
      const startedAt = performance.now();
      let pause = betweenLooksMs;
      try {
        const { isDone } = await turn(signal);
        if (!isDone) pause = Math.min(betweenLooksMs, performance.now() - startedAt);
        isFailing = false;
      } catch (error) {
        if (!isFailing && !signal.aborted) logger.warn({ err: error }, failing);
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
