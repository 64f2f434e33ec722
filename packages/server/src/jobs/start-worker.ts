import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, noExamples, openHints, type Secret, tidy } from '@countersign/engine';
import { Logger as JobLogger, type Runner, run } from 'graphile-worker';
import type { Logger } from 'pino';
import { type CheckPool, openCheckPool } from '../checking/check-pool.ts';
import { startDraftLoop } from '../drafting/draft-loop.ts';
import { type ModelHosts, openModelFetch, readModelHosts } from '../drafting/model-address.ts';
import { noRecordedDrafts, type RecordedDrafts } from '../drafting/recorded-drafts.ts';
import { startCheckLoop } from './check-loop.ts';
import { startReleaseLoop } from './release-loop.ts';

export interface RunningWorker {
  stop(): Promise<void>;
}

/** The jobs themselves get five seconds to end after they were told. */
const longestStopMs = 10_000;
const every10Minutes = '*/10 * * * * tidy';

export interface WorkerOptions {
  database: Database;
  logger: Logger;
  /** Shared with others, who stop it; else the worker has its own. */
  checks?: CheckPool;
  /** Opens keys of providers; COUNTERSIGN_SECRET when left out. */
  keySecret?: Secret | null;
  /** Where models may be called inside; COUNTERSIGN_MODEL_HOSTS when left out. */
  modelHosts?: ModelHosts;
  /** The drafts of the sample shop, where they are at hand. */
  recorded?: RecordedDrafts;
}

/** Does what needs no request: releases what is due, passes deadlines, checks what waits, drafts what is ready, tidies up. Any number may run, on any machines. */
export async function startWorker({ database: db, logger, ...given }: WorkerOptions): Promise<RunningWorker> {
  const hints = openHints(db);
  const releases = startReleaseLoop({ db, hints, logger });
  const checker = given.checks ?? openCheckPool();
  const checking = startCheckLoop({ db, checker, logger });
  const models = openModelFetch(given.modelHosts ?? readModelHosts());
  const drafting = startDraftLoop({
    db,
    hints,
    secret: given.keySecret === undefined ? (process.env.COUNTERSIGN_SECRET ?? null) : given.keySecret,
    models,
    recorded: given.recorded ?? noRecordedDrafts,
    findExamples: noExamples,
    logger,
  });
  const runner = await startJobs(db, logger);
  return {
    async stop() {
      await Promise.all([releases.stop(), drafting.stop()]);
      await models.close();
      const checked = checking.stop();
      if (!given.checks) await checker.stop();
      await checked;
      await stopJobs(runner, logger);
      await hints.flush();
    },
  };
}

/** Jobs that run end first. A database that refuses connections is asked again for minutes; nobody who stops waits for that. */
async function stopJobs(runner: Runner, logger: Logger): Promise<void> {
  const patience = new AbortController();
  const stopped = runner.stop().then(
    () => patience.abort(),
    (error) => {
      logger.warn({ err: error }, 'Stopping the jobs failed');
      patience.abort();
    },
  );
  const isLate = sleep(longestStopMs, true, { signal: patience.signal }).catch(() => false);
  if (!(await isLate)) return stopped;
  logger.warn('The jobs did not stop in time; what they had begun is done again after the next start');
  void runner.kill('stopped').catch(() => undefined); // it says what it could not do in the log
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
