import { type Connection, closeDatabase, type Database, openDatabase } from '@countersign/engine';
import { findRunning, type RunningPostgres, startPostgres } from '@countersign/engine/postgres';
import { databaseUrl } from './database-url.ts';
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

const embeddedName = 'embedded PostgreSQL';

const open = (connection: Connection, name: string): OpenedDatabase => {
  const database = openDatabase(connection);
  return { database, name, close: () => closeDatabase(database) };
};

export const openDatabaseUrl = (address: string): OpenedDatabase => open({ connectionString: address }, serverName(address));

/** The embedded database that another process runs. */
export const openConnection = (running: Connection): OpenedDatabase => open(running, embeddedName);

/** The embedded database that this process runs; closing it stops it. */
export const openEmbedded = (postgres: Pick<RunningPostgres, 'connection' | 'stop'>): OpenedDatabase => {
  const opened = openConnection(postgres.connection);
  const close = async () => {
    await opened.close();
    await postgres.stop();
  };
  return { ...opened, close };
};

/** The database that this installation uses: DATABASE_URL, else the embedded one, running already or started for this. */
export const openInstalledDatabase = async (folder: string, terminal: Terminal): Promise<OpenedDatabase> => {
  const address = databaseUrl();
  if (address) return openDatabaseUrl(address);
  const running = await findRunning(folder);
  if (running) return openConnection(running);
  return openEmbedded(await startPostgres({ dataDir: folder, onNotice: (line) => terminal.note(line) }));
};
