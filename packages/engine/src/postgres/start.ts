import { resolve } from 'node:path';
import type { CountersignError } from '@countersign/contract';
import { chooseAccount, ownAccountName } from './account.ts';
import { findBinaries } from './binaries.ts';
import { type Connection, urlOf } from './connection.ts';
import { explainFailure } from './explain-failure.ts';
import { prepareFolders } from './folders.ts';
import { type Hold, holdFolder } from './hold-folder.ts';
import { type LogFile, openLog } from './log-file.ts';
import { openDatabase, prepareCluster } from './prepare-cluster.ts';
import type { Server } from './run-server.ts';
import { startServer } from './start-server.ts';

export interface StartPostgresOptions {
  /** Countersign's data folder. The database takes the folder `postgres` in it. */
  dataDir: string;
  /** PostgreSQL settings beyond our own, by name. */
  settings?: Record<string, string>;
  /** Told what takes long, and where the data went when not below `dataDir`. */
  onNotice?: (line: string) => void;
  /** Told once when the server ends without `stop`. Starting again is allowed from here on. */
  onExit?: (reason: CountersignError) => void;
  /** PG_BIN_DIR names a folder with the programs `postgres` and `initdb`, to be used instead of the built-in ones. */
  env?: NodeJS.ProcessEnv;
}

export interface RunningPostgres {
  /** For `new pg.Pool`. */
  connection: Connection;
  /** For DATABASE_URL of another process of the same account on this machine. */
  url: string;
  pid: number;
  /** A server left behind by a killed process was found; it was stopped cleanly before this one started. */
  adopted: boolean;
  /** Stops the server cleanly, harsher after 30 s, and gives the folder free. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on a folder, making everything it needs on the first start. The server ends with this
 * process, also when it is killed. Throws `database_in_use`, `database_version`, `database_unsupported`, `storage_full` or
 * `database_unavailable`, each with what to do.
 */
export async function startPostgres(o: StartPostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(o.dataDir);
  const onNotice = o.onNotice ?? (() => undefined);
  try {
    const binaries = findBinaries(o.env ?? process.env);
    ownAccountName();
    const folders = await prepareFolders(dataDir, chooseAccount(), onNotice);
    const hold = await holdFolder(folders.root, dataDir);
    try {
      const cluster = await prepareCluster({ binaries, folders, onNotice });
      const log = await openLog(folders.log);
      const { server, connection, adopted } = await startServer({
        ...cluster,
        folders,
        dataDir,
        log,
        onNotice,
        settings: o.settings ?? {},
      }).catch(async (error) => {
        throw explainFailure(error, dataDir, await log.since().finally(() => log.close()));
      });
      const running = supervise({ server, connection, adopted, hold, log, dataDir, onExit: o.onExit });
      await openDatabase(connection).catch((error) => running.stop().then(() => Promise.reject(error)));
      return running;
    } catch (error) {
      await hold.release();
      throw error;
    }
  } catch (error) {
    throw explainFailure(error, dataDir);
  }
}

interface Supervised {
  server: Server;
  connection: Connection;
  adopted: boolean;
  hold: Hold;
  log: LogFile;
  dataDir: string;
  onExit: StartPostgresOptions['onExit'];
}

function supervise({ server, connection, adopted, hold, log, dataDir, onExit }: Supervised): RunningPostgres {
  let stopping: Promise<void> | undefined;
  const closed = server.ended.then(async (how) => {
    const said = await log.since();
    await log.close();
    await hold.release();
    if (!stopping) onExit?.(explainFailure(new Error(how), dataDir, said));
  });
  closed.catch(() => undefined); // stop() reports it
  const stop = () => (stopping ??= server.stop().then(() => closed));
  return { connection, url: urlOf(connection), pid: server.pid, adopted, stop };
}
