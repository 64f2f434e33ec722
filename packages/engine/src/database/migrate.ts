import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { CountersignError } from '@countersign/contract';
import pg from 'pg';
import type { Database } from './open.ts';

export interface Migration {
  version: number;
  name: string;
  sql: string;
  checksum: string;
}

const folder = new URL('../../migrations/', import.meta.url);
const oldestServer = 150000;
/** Any number will do, as long as every process takes the same one. */
const lockKey = 4_141_001;

/** The migrations in this build, in order. */
export function migrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(new URL(file, folder), 'utf8');
      return { version: Number(file.slice(0, 4)), name: file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Brings the schema to this build's version, under a lock, each migration in its own transaction.
 * Errors: `database_version` for a server before 15, for a schema newer than this build and for a migration that was changed after it ran.
 */
export async function migrate(
  { connection }: Pick<Database, 'connection'>,
  { onNotice = (_: string) => {} } = {},
): Promise<{ applied: string[]; version: number }> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query(`set client_min_messages = warning`);
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    const applied = await applyMissing(client, onNotice);
    await settleForeignTransactions(client);
    return { applied, version: migrations().at(-1)?.version ?? 0 };
  } finally {
    await client.end();
  }
}

async function refuseOldServer(client: pg.Client) {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
  );
  if (rows[0].number < oldestServer)
    throw new CountersignError('database_version', `PostgreSQL ${rows[0].text} is too old. Point DATABASE_URL at version 15 or newer.`);
}

async function applyMissing(client: pg.Client, onNotice: (line: string) => void): Promise<string[]> {
  await client.query(`create table if not exists schema_migrations (
    version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
  const done = new Map<number, { name: string; checksum: string }>();
  for (const row of (await client.query('select version, name, checksum from schema_migrations')).rows) done.set(row.version, row);
  const known = migrations();
  const newest = known.at(-1)?.version ?? 0;
  const ahead = [...done.keys()].filter((version) => version > newest);
  if (ahead.length > 0)
    throw new CountersignError(
      'database_version',
      `The database was set up by a newer Countersign (schema ${Math.max(...ahead)}, this one knows ${newest}). Install that version or newer.`,
    );
  const applied: string[] = [];
  for (const migration of known) {
    const before = done.get(migration.version);
    if (before && before.checksum !== migration.checksum)
      throw new CountersignError(
        'database_version',
        `Migration ${migration.name} was changed after it ran here. Restore its text, or restore the database from a backup.`,
      );
    if (before) continue;
    onNotice(`Applying ${migration.name}`);
    await client.query('begin');
    try {
      await client.query(migration.sql);
      await client.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
        migration.version,
        migration.name,
        migration.checksum,
      ]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
    applied.push(migration.name);
  }
  return applied;
}

/**
 * The log orders by transaction number. Rows that came from another server by dump and restore carry numbers that this server
 * has not reached: they become number 3 (the first there is), so that they stand before everything that is written here. Who follows
 * the log for the checks begins again.
 */
async function settleForeignTransactions(client: pg.Client) {
  await client.query(`update check_progress set tx = pg_snapshot_xmin(pg_current_snapshot())::text::xid8, id = 0, swept_to = ''
    where tx > pg_snapshot_xmax(pg_current_snapshot())`);
  const { rows } = await client.query(
    `select exists (select from log_entries where tx >= pg_snapshot_xmax(pg_current_snapshot())) as foreign_rows`,
  );
  if (!rows[0].foreign_rows) return;
  await client.query('begin');
  await client.query('alter table log_entries disable trigger log_entries_are_append_only');
  await client.query(`update log_entries set tx = '3'`);
  await client.query('alter table log_entries enable trigger log_entries_are_append_only');
  await client.query('commit');
}
