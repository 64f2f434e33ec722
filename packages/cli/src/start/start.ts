import { CountersignError } from '@countersign/contract';
import { explainDatabaseError, migrate } from '@countersign/engine';
import { Countersign } from '@countersign/sdk';
import { firstStart, openCheckPool, openRecordedDrafts, readModelHosts, startServer, startWorker, thisMachine } from '@countersign/server';
import type { Logger } from 'pino';
import { findConsoleDir } from '../console-dir.ts';
import { type OpenedDatabase, openDatabaseUrl, openEmbedded } from '../database.ts';
import { databaseUrl } from '../database-url.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataFolder, writeClientFile } from '../installation.ts';
import { openFileLog } from '../logger.ts';
import { openBrowser } from '../open-browser.ts';
import type { Action } from '../program.ts';
import type { Terminal } from '../terminal.ts';
import { formatBanner } from './banner.ts';
import { isPortFree } from './check-port.ts';
import { keepPostgres } from './keep-postgres.ts';
import { keySecret } from './key-secret.ts';
import { localKey } from './local-key.ts';
import { loadSampleShop, recordedDrafts } from './sample-shop.ts';
import { withShutdown } from './shutdown.ts';
import { waitForStop } from './wait-for-stop.ts';

export interface StartOptions {
  port: number;
  host: string;
  publicUrl?: string;
  data?: string;
  demo?: boolean;
  open?: boolean;
}

interface StartedDatabase extends OpenedDatabase {
  ended?: Promise<CountersignError>;
}

const startDatabase = async (folder: string, terminal: Terminal, logger: Logger): Promise<StartedDatabase> => {
  const address = databaseUrl();
  if (address) return openDatabaseUrl(address);
  const postgres = await keepPostgres({
    dataDir: folder,
    onNotice: (line) => terminal.note(line),
    onCrash: (reason) => {
      logger.warn({ err: reason }, 'PostgreSQL crashed and is started again');
      terminal.warn('PostgreSQL crashed and is started again. Nothing that was acknowledged is lost.');
    },
  });
  return { ...openEmbedded(postgres), ended: postgres.ended };
};

const refusePortInUse = async (port: number, host: string): Promise<void> => {
  if (await isPortFree(port, host)) return;
  throw new CountersignError(
    'already_exists',
    `Port ${port} is in use, perhaps by another Countersign. Stop that one, or choose another with --port.`,
  );
};

/** Starts everything in the order of need, and stops it in reverse. */
export const start: Action<StartOptions> = async (_, { port, host, publicUrl, data, demo = false, open = false }, { terminal, signal }) => {
  const folder = dataFolder(data);
  await refusePortInUse(port, host);
  return withShutdown(async (shutdown) => {
    const log = openFileLog(folder);
    shutdown.add(log.close);
    const { database, name, close, ended } = await startDatabase(folder, terminal, log.logger);
    shutdown.add(close);
    await migrate(database, { onNotice: (line) => log.logger.info(line) });
    const consoleDir = findConsoleDir();
    const checks = openCheckPool();
    shutdown.add(() => checks.stop());
    const drafting = {
      keySecret: await keySecret(folder),
      modelHosts: readModelHosts(process.env.COUNTERSIGN_MODEL_HOSTS ?? thisMachine),
    };
    const server = await startServer({
      database,
      checks,
      ...drafting,
      host,
      port,
      consoleDir,
      logger: log.logger,
      ...(publicUrl === undefined ? {} : { publicUrl }),
    });
    shutdown.add(() => server.stop());
    const worker = await startWorker({ database, checks, ...drafting, recorded: openRecordedDrafts(recordedDrafts), logger: log.logger });
    shutdown.add(() => worker.stop());

    const first = await firstStart({ database, env: process.env, publicUrl: server.url });
    const localUrl = `http://127.0.0.1:${server.port}`;
    const key = first.key ?? (await localKey(database, first.workspaceId, folder));
    await writeClientFile(folder, { url: localUrl, key });
    const client = new Countersign({ url: localUrl, key });
    if (demo && first.created) await loadSampleShop(database, first.workspaceId, client, signal);
    const waiting = (await client.checkpoints({ signal })).reduce((sum, { counts }) => sum + counts.waiting, 0);

    const { link, ownerEmail } = first;
    const facts = {
      url: server.url,
      link,
      ownerEmail,
      waiting,
      data: folder,
      database: name,
      log: log.path,
      isConsoleBuilt: consoleDir !== null,
    };
    terminal.result(facts, terminal.isQuiet ? '' : formatBanner(facts));
    if (open) await openBrowser(link ?? server.url);
    await waitForStop({ signal, ...(ended && { databaseEnded: ended }) });
    terminal.note('Stopping. Press Ctrl+C again to end at once.');
    return exitCodes.ok;
  }).catch((error) => {
    throw explainDatabaseError(error);
  });
};
