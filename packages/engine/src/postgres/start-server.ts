import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { type Folders, socketFolder } from './folders.ts';
import { databaseUser } from './init-database.ts';
import type { LogFile } from './log-file.ts';
import type { Cluster } from './prepare-cluster.ts';
import { runServer, type Server } from './run-server.ts';
import { stopOrphan } from './stop-orphan.ts';
import { freePort, keepPassword, runOnWindows, stopOrphanOnWindows } from './windows.ts';

const ours = (major: number): Record<string, string> => ({
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  max_connections: '100',
  jit: 'off',
  // With the worker processes of version 18, recovery after a killed backend was seen to hang for minutes. Older ones know no other way.
  ...(major >= 18 && { io_method: 'sync' }),
  timezone: 'UTC',
  log_timezone: 'UTC',
  autovacuum_naptime: '5s',
  idle_in_transaction_session_timeout: '60s',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
});

interface StartOptions extends Cluster {
  folders: Folders;
  dataDir: string;
  log: LogFile;
  settings: Record<string, string>;
  onNotice: (line: string) => void;
}

/** Starts the server, after stopping one that a killed process left behind. */
export async function startServer(o: StartOptions): Promise<{ server: Server; connection: Connection; adopted: boolean }> {
  return process.platform === 'win32' ? startOnWindows(o) : startOnSocket(o);
}

async function startOnSocket({ folders, dataDir, settings, ...o }: StartOptions) {
  const socket = await socketFolder(folders);
  const fixed = {
    listen_addresses: '',
    unix_socket_directories: quoted(socket),
    unix_socket_permissions: '0700',
    logging_collector: 'off',
    log_destination: 'stderr',
  };
  let adopted = false;
  for (const patience = Date.now() + 15_000; ; await sleep(50)) {
    adopted = (await stopOrphan({ data: o.data, socket, dataDir })) || adopted;
    try {
      const server = await runServer({ ...o, account: folders.account, settings: { ...ours(o.major), ...settings, ...fixed } });
      return { server, adopted, connection: { host: socket, port: 5432, user: databaseUser, database: 'countersign' } };
    } catch (error) {
      const heldUp = /lock file ".*" already exists|pre-existing shared memory block/.test(await o.log.since());
      if (!heldUp || Date.now() > patience) throw error;
    }
  }
}

/** The setting is a list, so a folder with a comma or a space in its name needs quotes. */
const quoted = (folder: string) => `"${folder.replaceAll('"', '""')}"`;

async function startOnWindows({ folders, dataDir, settings, ...o }: StartOptions) {
  const adopted = await stopOrphanOnWindows(o.bin, o.data);
  const port = await freePort();
  const fixed = { listen_addresses: '127.0.0.1', port: String(port), password_encryption: 'scram-sha-256' };
  const server = await runOnWindows({
    ...o,
    logFile: folders.log,
    account: undefined,
    settings: { ...ours(o.major), ...settings, ...fixed },
  });
  return {
    server,
    adopted,
    connection: { host: '127.0.0.1', port, user: databaseUser, password: await keepPassword(folders.password), database: 'countersign' },
  };
}
