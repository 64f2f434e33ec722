import { type Database, installationSecret, listenForHints, openHints, pastCorrections, type Secret } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import { type CheckPool, openCheckPool } from '../checking/check-pool.ts';
import { type ModelHosts, openModelFetch, readModelHosts } from '../drafting/model-address.ts';
import { type ImageProxy, openImageProxy } from '../images/fetch-image.ts';
import { openAuth } from '../people/auth.ts';
import { openWaiters } from '../wake/waiters.ts';
import { createApp } from './app.ts';
import type { App, Parts } from './app-types.ts';
import { openMetrics } from './metrics.ts';

export interface OpenApp {
  app: OpenAPIHono<App>;
  parts: Parts;
  /** Ends long polls and streams politely. */
  endWaits(): void;
  /** Lets go of the database, after the last request. */
  close(): Promise<void>;
}

export interface AppSettings {
  database: Database;
  publicUrl: string;
  consoleDir: string | null;
  logger: Logger;
  /** Shared with others, who stop it; else the app has its own. */
  checks?: CheckPool;
  images?: ImageProxy;
  /** Encrypts keys of providers; COUNTERSIGN_SECRET when left out. */
  keySecret?: Secret | null;
  /** Where models may be called inside; COUNTERSIGN_MODEL_HOSTS when left out. */
  modelHosts?: ModelHosts;
}

/** Builds the app and everything it lives on, without a socket. */
export async function openApp({ database: db, publicUrl, consoleDir, logger, ...given }: AppSettings): Promise<OpenApp> {
  const secret = process.env.COUNTERSIGN_SECRET ?? (await installationSecret(db));
  const stopping = new AbortController();
  const metrics = openMetrics(db);
  const hints = openHints(db);
  const waiters = openWaiters(db);
  const checks = given.checks ?? openCheckPool();
  const images = given.images ?? openImageProxy();
  const models = openModelFetch(given.modelHosts ?? readModelHosts());
  const keySecret = given.keySecret === undefined ? (process.env.COUNTERSIGN_SECRET ?? null) : given.keySecret;
  const auth = openAuth({ db, secret, publicUrl });
  const parts: Parts = {
    db,
    auth,
    hints,
    waiters,
    checks,
    images,
    models,
    keySecret,
    findExamples: pastCorrections,
    logger,
    publicUrl,
    stopping: stopping.signal,
  };
  const { app, forget, forgetAll } = createApp({ parts, metrics, consoleDir });
  const listening = listenForHints(db, {
    onHint(hint) {
      waiters.wake(hint);
      forget(hint);
      if (hint.items) metrics.settled.inc(hint.items.length);
    },
    onGap: forgetAll,
  });
  return {
    app,
    parts,
    endWaits() {
      stopping.abort();
      waiters.stop();
    },
    async close() {
      await hints.flush();
      await listening.stop();
      await images.close();
      await models.close();
      if (!given.checks) await checks.stop();
    },
  };
}
