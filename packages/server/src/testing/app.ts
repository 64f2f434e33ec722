import { type Database, type FindExamples, noExamples } from '@countersign/engine';
import { pino } from 'pino';
import { startDraftLoop } from '../drafting/draft-loop.ts';
import { readModelHosts, thisMachine } from '../drafting/model-address.ts';
import { noRecordedDrafts, type RecordedDrafts } from '../drafting/recorded-drafts.ts';
import { type AppSettings, type OpenApp, openApp } from '../http/open-app.ts';
import { startReleaseLoop } from '../jobs/release-loop.ts';
import { type RunningServer, type ServerOptions, startServer } from '../start-server.ts';
import { makeTeam, type TestTeam } from './team.ts';

export const silent = pino({ level: 'silent' });
export const testUrl = 'http://localhost';
export const testSecret = 'a secret for keys of providers in tests';

export interface TestApp extends OpenApp {
  /** Answers without a socket. */
  send(path: string, init?: RequestInit): Promise<Response>;
  team(name?: string): Promise<TestTeam>;
  stop(): Promise<void>;
}

/** The app without a socket. */
export async function startTestApp(database: Database, options: Partial<Omit<AppSettings, 'database'>> = {}): Promise<TestApp> {
  const opened = await openApp({
    database,
    publicUrl: testUrl,
    consoleDir: null,
    logger: silent,
    keySecret: testSecret,
    modelHosts: readModelHosts(thisMachine),
    ...options,
  });
  const send: TestApp['send'] = async (path, init) => opened.app.request(path, init);
  return {
    ...opened,
    send,
    team: (name) => makeTeam({ send, parts: opened.parts }, name),
    async stop() {
      opened.endWaits();
      await opened.close();
    },
  };
}

export interface TestServer extends RunningServer {
  send: TestApp['send'];
}

/** A whole server on a free port of this machine. */
export async function startListening(database: Database, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer({
    database,
    host: '127.0.0.1',
    port: 0,
    consoleDir: null,
    logger: silent,
    keySecret: testSecret,
    ...options,
  });
  const base = `http://127.0.0.1:${server.port}`;
  return { ...server, url: base, send: (path, init) => fetch(base + path, init) };
}

/** Releases what is due while a test runs. */
export const startReleasing = ({ db, hints }: OpenApp['parts']) => startReleaseLoop({ db, hints, logger: silent });

/** Drafts what is ready while a test runs; a second one is another worker on the same database. */
export const startDrafting = (
  { db, hints, models, keySecret }: OpenApp['parts'],
  { recorded = noRecordedDrafts, findExamples = noExamples }: { recorded?: RecordedDrafts; findExamples?: FindExamples } = {},
) => startDraftLoop({ db, hints, secret: keySecret, models, recorded, findExamples, logger: silent });
