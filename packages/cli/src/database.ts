import { CountersignError } from '@countersign/contract';
import { closeDatabase, type Database, openDatabase } from '@countersign/engine';
import { findRunning, type RunningPostgres, startPostgres } from '@countersign/engine/postgres';
import type { Terminal } from './terminal.ts';

export interface OpenedDatabase {
  database: Database;
  /** What it is, for people. */
  name: string;
  close(): Promise<void>;
}

const serverName = (address: string): string => {
  const url = URL.parse(address);
  return url ? `${url.host}${url.pathname}` : 'the PostgreSQL of DATABASE_URL';
};

export const databaseUrl = (): string | undefined => process.env.DATABASE_URL || undefined;

export const openDatabaseUrl = (address: string): OpenedDatabase => {
  const database = openDatabase({ connectionString: address });
  return { database, name: serverName(address), close: () => closeDatabase(database) };
};

/** For commands that have no embedded database of their own. */
export const requireDatabaseUrl = (): string => {
  const address = databaseUrl();
  if (address) return address;
  throw new CountersignError('database_unavailable', 'Set DATABASE_URL to a PostgreSQL server, version 15 or newer. On one machine, `countersign start` needs none.');
};

const openEmbedded = (postgres: RunningPostgres, folder: string): OpenedDatabase => {
  const database = openDatabase(postgres.connection);
  const close = async () => {
    await closeDatabase(database);
    await postgres.stop();
  };
  return { database, name: `the embedded PostgreSQL in ${folder}`, close };
};

/** The database that this installation uses: DATABASE_URL, else the embedded one, running already or started for this. */
export const openInstalledDatabase = async (folder: string, terminal: Terminal): Promise<OpenedDatabase> => {
  const address = databaseUrl();
  if (address) return openDatabaseUrl(address);
  const running = await findRunning(folder);
  if (!running) return openEmbedded(await startPostgres({ dataDir: folder, onNotice: (line) => terminal.note(line) }), folder);
  const database = openDatabase(running);
  return { database, name: `the embedded PostgreSQL in ${folder}`, close: () => closeDatabase(database) };
};
