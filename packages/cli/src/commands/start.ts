import { CountersignError } from '@countersign/contract';
import { migrate } from '@countersign/engine';
import { startPostgres } from '@countersign/engine/postgres';
import { Countersign } from '@countersign/sdk';
import { firstStart, startServer, startWorker } from '@countersign/server';
import { Command } from 'commander';
import { dataOption } from '../connection.ts';
import { findConsoleDir } from '../console-dir.ts';
import { databaseUrl, type OpenedDatabase, openDatabaseUrl, openEmbedded } from '../database.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataFolder, writeClientFile } from '../installation.ts';
import { openFileLog } from '../logger.ts';
import { openBrowser } from '../open-browser.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatBanner } from '../start/banner.ts';
import { isPortFree, parsePort } from '../start/check-port.ts';
import { localKey } from '../start/local-key.ts';
import { loadSampleShop } from '../start/sample-shop.ts';
import { withShutdown } from '../start/shutdown.ts';
import { waitForStop } from '../start/wait-for-stop.ts';
import type { Terminal } from '../terminal.ts';

interface StartOptions {
  port: number;
  host: string;
  publicUrl?: string;
  data?: string;
  demo?: boolean;
  open?: boolean;
}

const help = `
Everything in one process: PostgreSQL (embedded, unless DATABASE_URL names one), API, console and background work. The first
start takes a few seconds and prints a link to make the first owner; or set COUNTERSIGN_OWNER_EMAIL and
COUNTERSIGN_OWNER_PASSWORD. Where others reach it under another name, say so with --public-url.

Examples:
  countersign start --demo --open
  countersign start --host 0.0.0.0 --public-url https://review.example.com --data /var/lib/countersign
`;

interface StartedDatabase extends OpenedDatabase {
  ended?: Promise<CountersignError>;
}

const startDatabase = async (folder: string, terminal: Terminal): Promise<StartedDatabase> => {
  const address = databaseUrl();
  if (address) return openDatabaseUrl(address);
  const ended = Promise.withResolvers<CountersignError>();
  const postgres = await startPostgres({ dataDir: folder, onNotice: (line) => terminal.note(line), onExit: ended.resolve });
  return { ...openEmbedded(postgres), ended: ended.promise };
};

const refusePortInUse = async (port: number, host: string): Promise<void> => {
  if (await isPortFree(port, host)) return;
  throw new CountersignError('already_exists', `Port ${port} is in use, perhaps by another Countersign. Stop that one, or choose another with --port.`);
};

const run: Action<StartOptions> = async (_, { port, host, publicUrl, data, demo = false, open = false }, { terminal, signal }) => {
  const folder = dataFolder(data);
  await refusePortInUse(port, host);
  return withShutdown(async (shutdown) => {
    const log = openFileLog(folder);
    shutdown.add(log.close);
    const { database, name, close, ended } = await startDatabase(folder, terminal);
    shutdown.add(close);
    await migrate(database, { onNotice: (line) => log.logger.info(line) });
    const consoleDir = findConsoleDir();
    const server = await startServer({ database, host, port, consoleDir, logger: log.logger, ...(publicUrl === undefined ? {} : { publicUrl }) });
    shutdown.add(() => server.stop());
    const worker = await startWorker({ database, logger: log.logger });
    shutdown.add(() => worker.stop());

    const first = await firstStart({ database, env: process.env, publicUrl: server.url });
    const localUrl = `http://127.0.0.1:${server.port}`;
    const key = first.key ?? (await localKey(database, first.workspaceId, folder));
    await writeClientFile(folder, { url: localUrl, key });
    const client = new Countersign({ url: localUrl, key });
    if (demo && first.created) await loadSampleShop(database, first.workspaceId, client, signal);
    const waiting = (await client.checkpoints({ signal })).reduce((sum, { counts }) => sum + counts.waiting, 0);

    const { link, ownerEmail } = first;
    const facts = { url: server.url, link, ownerEmail, waiting, data: folder, database: name, log: log.path, isConsoleBuilt: consoleDir !== null };
    terminal.result(facts, terminal.isQuiet ? '' : formatBanner(facts));
    if (open) await openBrowser(link ?? server.url);
    await waitForStop({ signal, ...(ended && { databaseEnded: ended }) });
    terminal.note('Stopping. Press Ctrl+C again to end at once.');
    return exitCodes.ok;
  });
};

export const startCommand: CommandMaker = (act) =>
  new Command('start')
    .description('run a complete installation on this machine')
    .option('--port <number>', 'port of API and console', parsePort, 4141)
    .option('--host <address>', '127.0.0.1 for this machine only, 0.0.0.0 for all', '127.0.0.1')
    .option('--public-url <address>', 'address that people use, when it is another one')
    .option('--demo', 'load the sample shop at the first start')
    .option('--open', 'open the console in the browser')
    .addOption(dataOption())
    .addHelpText('after', help)
    .action(act(run));
