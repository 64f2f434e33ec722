import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, isDatabaseAway, tidy } from '@countersign/engine';
import { Logger as JobLogger, type Runner, run } from 'graphile-worker';
import type { Logger } from 'pino';

const every10Minutes = '*/10 * * * * tidy';
const betweenTriesMs = 1_000;
/** The jobs themselves get five seconds to end after they were told. */
const longestStopMs = 10_000;

/** Starts the jobs, and while the database is away tries again beside everything else. Throws what does not pass by itself. */
export async function keepJobs(db: Database, logger: Logger): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const first = await startJobs(db, logger).catch((error) => {
    if (!isDatabaseAway(error)) throw error;
    logger.warn({ err: error }, 'The jobs wait for the database');
    return null;
  });
  const again = async (): Promise<Runner | null> => {
    while (!signal.aborted) {
      await sleep(betweenTriesMs, undefined, { signal }).catch(() => undefined);
      const runner = signal.aborted ? null : await startJobs(db, logger).catch(() => null); // said once
      if (runner) return runner;
    }
    return null;
  };
  const running = first ? Promise.resolve(first) : again();
  return {
    async stop() {
      stopping.abort();
      const runner = await running;
      if (runner) await stopJobs(runner, logger);
    },
  };
}

async function startJobs(db: Database, logger: Logger): Promise<Runner> {
  const runner = await run({
    pgPool: db.pool,
    crontab: every10Minutes,
    concurrency: 2,
    pollInterval: 2_000,
    noHandleSignals: true,
    noPreparedStatements: false,
    logger: new JobLogger(() => (level, message) => {
      if (level === 'error') logger.error(message);
      else if (level === 'warning') logger.warn(message);
      else logger.debug(message);
    }),
    taskList: {
      tidy: async () => {
        const tidied = await tidy(db);
        logger.debug(tidied, 'Tidied up');
      },
    },
  });
  runner.promise.catch((error) => logger.error({ err: error }, 'The jobs ended'));
  return runner;
}

/** Jobs that run end first. A database that refuses connections is asked again for minutes; nobody who stops waits for that. */
async function stopJobs(runner: Runner, logger: Logger): Promise<void> {
  const patience = new AbortController();
  const stopped = runner
    .stop()
    .catch((error) => logger.warn({ err: error }, 'Stopping the jobs failed'))
    .finally(() => patience.abort());
  const isLate = await sleep(longestStopMs, true, { signal: patience.signal }).catch(() => false);
  if (!isLate) return stopped;
  logger.warn('The jobs did not stop in time; what they had begun is done again after the next start');
  void runner.kill('stopped').catch(() => undefined); // it says what it could not do in the log
}
