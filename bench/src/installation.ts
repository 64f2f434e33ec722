import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Connection } from '@countersign/engine';
import { startPostgres } from '@countersign/engine/postgres';
import { Countersign } from '@countersign/sdk';
import { temporaryFolder } from './temporary-folder.ts';

export const ownerKey = 'cs_personal_bench-owner-bench-owner';

export interface BenchDatabase extends AsyncDisposable {
  connection: Connection & { host: string; user: string; port: number };
  url: string;
  pid: number;
}

/** The embedded PostgreSQL with its usual settings, on a new folder. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const folder = temporaryFolder();
  const { connection, url, pid, stop } = await startPostgres({ dataDir: join(folder.path, 'data') });
  return {
    connection,
    url,
    pid,
    async [Symbol.asyncDispose]() {
      await stop();
      folder[Symbol.dispose]();
    },
  };
}

export interface BenchServer extends AsyncDisposable {
  url: string;
  pid: number;
  client: Countersign;
}

export interface ServerOptions {
  profile?: string | undefined;
  hasWorker?: boolean;
  /** Where the built console lies; without it there is only the API. */
  consoleDir?: string | null;
}

/** Server and worker in one process of their own, as `countersign start` runs them. */
export async function openBenchServer({
  databaseUrl,
  profile,
  hasWorker = true,
  consoleDir = null,
}: ServerOptions & { databaseUrl: string }): Promise<BenchServer> {
  const child = fork(join(import.meta.dirname, 'server-process.ts'), hasWorker ? [] : ['--no-worker'], {
    env: {
      ...process.env,
      ...(consoleDir !== null && { BENCH_CONSOLE_DIR: consoleDir }),
      DATABASE_URL: databaseUrl,
      COUNTERSIGN_OWNER_EMAIL: 'owner@bench.test',
      COUNTERSIGN_OWNER_PASSWORD: 'bench-password',
      COUNTERSIGN_OWNER_KEY: ownerKey,
    },
    execArgv: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
  });
  const { url } = await firstMessage<{ url: string }>(child);
  return {
    url,
    pid: child.pid as number,
    client: new Countersign({ url, key: ownerKey }),
    [Symbol.asyncDispose]: () => endProcess(child),
  };
}

export interface Installation extends AsyncDisposable {
  database: BenchDatabase;
  server: BenchServer;
}

/** Without a worker it is what `countersign serve` runs: nothing is released or checked beside the requests. */
export async function openInstallation(how: ServerOptions = {}): Promise<Installation> {
  const database = await openBenchDatabase();
  try {
    const server = await openBenchServer({ databaseUrl: database.url, ...how });
    return {
      database,
      server,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        await database[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

/** What a child process says first. Rejects when it ends without a word. */
export const firstMessage = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('error', reject);
    // Comes after the last message, which the end of the process need not.
    child.once('disconnect', () =>
      reject(new Error(`A process of the bench ended early (${child.exitCode ?? child.signalCode ?? 'it let go'}).`)),
    );
  });

/** Children end when the channel to them closes; a stuck one is killed. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.connected) child.disconnect();
  const patience = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(patience);
}
