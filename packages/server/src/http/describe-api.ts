import { noExamples, openDatabase, openHints } from '@countersign/engine';
import { pino } from 'pino';
import { openCheckPool } from '../checking/check-pool.ts';
import { openModelFetch, readModelHosts } from '../drafting/model-address.ts';
import { openImageProxy } from '../images/fetch-image.ts';
import { openAuth } from '../people/auth.ts';
import { openWaiters } from '../wake/waiters.ts';
import { createApp } from './app.ts';
import { openApiDocument } from './docs.ts';
import { openMetrics } from './metrics.ts';

/** The OpenAPI document of this build. It needs no database, because nothing of the app is called. */
export function describeApi(): ReturnType<typeof openApiDocument> {
  const db = openDatabase({});
  const publicUrl = 'http://localhost';
  const auth = openAuth({ db, secret: 'signs nothing, because no route is called', publicUrl });
  const waiters = openWaiters(db);
  const logger = pino({ level: 'silent' });
  const [checks, images] = [openCheckPool(), openImageProxy()];
  const drafting = { models: openModelFetch(readModelHosts('')), keySecret: null, findExamples: noExamples };
  const stopping = new AbortController().signal;
  const parts = { db, auth, hints: openHints(db), waiters, checks, images, ...drafting, logger, publicUrl, stopping };
  const { app } = createApp({ parts, metrics: openMetrics(db), consoleDir: null });
  waiters.stop();
  return openApiDocument(app);
}
