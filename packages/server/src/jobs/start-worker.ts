import { type Database, openHints, pastCorrections, type Secret } from '@countersign/engine';
import type { Logger } from 'pino';
import { type CheckPool, openCheckPool } from '../checking/check-pool.ts';
import { startDraftLoop } from '../drafting/draft-loop.ts';
import { type ModelHosts, openModelFetch, readModelHosts } from '../drafting/model-address.ts';
import { noRecordedDrafts, type RecordedDrafts } from '../drafting/recorded-drafts.ts';
import { startCheckLoop } from './check-loop.ts';
import { startCorrectionLoop } from './correction-loop.ts';
import { keepJobs } from './keep-jobs.ts';
import { startLessonLoop } from './lesson-loop.ts';
import { startReleaseLoop } from './release-loop.ts';

export interface RunningWorker {
  stop(): Promise<void>;
}

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

/**
 * Does what needs no request: releases what is due, passes deadlines, checks what waits, learns from decisions, drafts what is ready, keeps
 * corrections findable, tidies up. Any number may run, on any machines.
 */
export async function startWorker({ database: db, logger, ...given }: WorkerOptions): Promise<RunningWorker> {
  const jobs = await keepJobs(db, logger);
  const hints = openHints(db);
  const releases = startReleaseLoop({ db, hints, logger });
  const corrections = startCorrectionLoop({ db, logger });
  const checker = given.checks ?? openCheckPool();
  const checking = startCheckLoop({ db, checker, logger });
  const learning = startLessonLoop({ db, hints, logger });
  const models = openModelFetch(given.modelHosts ?? readModelHosts());
  const drafting = startDraftLoop({
    db,
    hints,
    secret: given.keySecret === undefined ? (process.env.COUNTERSIGN_SECRET ?? null) : given.keySecret,
    models,
    recorded: given.recorded ?? noRecordedDrafts,
    findExamples: pastCorrections,
    logger,
  });
  return {
    async stop() {
      await Promise.all([releases.stop(), drafting.stop(), learning.stop(), corrections.stop()]);
      await models.close();
      const checked = checking.stop();
      if (!given.checks) await checker.stop();
      await checked;
      await jobs.stop();
      await hints.flush();
    },
  };
}
