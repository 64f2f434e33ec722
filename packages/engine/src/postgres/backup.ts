import { createWriteStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { CountersignError } from '@countersign/contract';
import pg from 'pg';
import type { Connection } from './connection.ts';
import { explainFailure } from './explain-failure.ts';
import { findRunning } from './find-running.ts';
import { syncFolder } from './init-database.ts';
import { type Manifest, manifestName } from './manifest.ts';
import { startPostgres } from './start.ts';
import { archiveEnd, fileEntry, folderEntry, textEntry } from './write-archive.ts';

export interface Progress {
  files: number;
  /** Bytes before compression. */
  bytes: number;
}

export interface BackupOptions {
  /** A running server whose data folder this account can read. */
  connection?: Connection;
  /** Or Countersign's data folder; its server is started for the backup when none runs. */
  dataDir?: string;
  /** The archive, a .tar.gz. It appears under this name when it is complete. */
  file: string;
  onProgress?: (progress: Progress) => void;
  env?: NodeJS.ProcessEnv;
}

/**
 * A physical copy of the whole database in one file, taken while it is in use. Restored, it holds everything committed before
 * this function ended reading. `bytes` is the size of the file. https://www.postgresql.org/docs/18/continuous-archiving.html
 */
export async function backupPostgres(o: BackupOptions): Promise<{ bytes: number; files: number; seconds: number }> {
  const file = resolve(o.file);
  if (o.connection) return copyServer(o.connection, file, o.onProgress).catch((error) => Promise.reject(explainFailure(error, file)));
  if (!o.dataDir) throw new CountersignError('invalid_input', 'Say what to back up: a connection or a data folder.');
  const connection = await findRunning(o.dataDir);
  if (connection) return backupPostgres({ ...o, connection });
  const started = await startPostgres({ dataDir: o.dataDir, ...(o.env ? { env: o.env } : {}) });
  return backupPostgres({ ...o, connection: started.connection }).finally(() => started.stop());
}

async function copyServer(connection: Connection, file: string, onProgress?: (progress: Progress) => void) {
  const began = performance.now();
  const partial = `${file}.partial`;
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const progress = { files: 0, bytes: 0 };
    const sink = createWriteStream(partial, { mode: 0o600 });
    await pipeline(
      Readable.from(archiveOf(client, progress, onProgress), { objectMode: true, highWaterMark: 4 }),
      createGzip({ level: 1 }),
      sink,
    );
    const handle = await open(partial, 'r+');
    const { size } = await handle.stat();
    await handle.sync().finally(() => handle.close());
    await rename(partial, file);
    await syncFolder(dirname(file));
    return { bytes: size, files: progress.files, seconds: (performance.now() - began) / 1000 };
  } finally {
    await client.end(); // ends the backup and frees its log files, when it was cut short
    await rm(partial, { force: true });
  }
}

async function* archiveOf(client: pg.Client, progress: Progress, onProgress?: (progress: Progress) => void): AsyncGenerator<Buffer> {
  const { data, version } = await one<{ data: string; version: number }>(
    client,
    `select current_setting('data_directory') as data, current_setting('server_version_num')::int as version, pg_create_physical_replication_slot('countersign_backup_' || pg_backend_pid(), true, true)`,
  );
  const manifest: Manifest = {
    format: 1,
    postgresMajor: Math.floor(version / 10_000),
    createdAt: new Date().toISOString(),
    platform: `${process.platform}-${process.arch}`,
  };
  yield* textEntry(manifestName, `${JSON.stringify(manifest)}\n`);
  const first = await one<{ wal: string }>(client, "select pg_walfile_name(pg_backup_start('countersign', true)) as wal");
  const archive = async function* (path: string) {
    for await (const part of fileEntry(`data/${path}`, join(data, path))) {
      progress.bytes += part.length;
      yield part;
    }
    progress.files += 1;
    onProgress?.({ ...progress });
  };

  const { folders, files } = await listData(data);
  for (const folder of folders) yield* folderEntry(`data/${folder}`);
  for (const path of files) yield* archive(path);
  const last = await one<{ wal: string; label: string }>(
    client,
    'select pg_walfile_name(lsn) as wal, labelfile as label from pg_backup_stop(false)',
  );
  const logs = (await readdir(join(data, 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first.wal && name <= last.wal);
  for (const name of logs.sort()) yield* archive(`pg_wal/${name}`);
  yield* textEntry('data/backup_label', last.label);
  yield* archiveEnd();
}

/** What a copy must not have: state of the running server, and the log, which follows at the end. */
const emptied = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\//;
const left = /(^|\/)(postmaster\.(pid|opts)|pg_internal\.init[^/]*|pgsql_tmp[^/]*|backup_label(\.old)?|[^/]*\.new)(\/|$)/;

async function listData(data: string): Promise<{ folders: string[]; files: string[] }> {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const paths = (kind: 'isFile' | 'isDirectory') =>
    entries.filter((entry) => entry[kind]()).map((entry) => relative(data, join(entry.parentPath, entry.name)).split(sep).join('/'));
  if (entries.some((entry) => entry.isSymbolicLink())) {
    throw new CountersignError(
      'database_unsupported',
      `${data} holds tablespaces or links, which this backup does not follow. Use pg_basebackup or your provider's backups.`,
    );
  }
  const files = paths('isFile').filter((path) => !emptied.test(path) && !left.test(path) && path !== 'global/pg_control');
  const folders = paths('isDirectory').filter((path) => !left.test(path) && (!emptied.test(path) || path.startsWith('pg_wal/')));
  return { folders: folders.sort(), files: [...files, 'global/pg_control'] };
}

async function one<Row extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<Row> {
  const { rows } = await client.query<Row>(sql);
  return rows[0] as Row;
}
