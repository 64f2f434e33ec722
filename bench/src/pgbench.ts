import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Connection } from '@countersign/engine';

export const howToGetPgbench =
  'pgbench is not installed, so its side was left out. On Debian and Ubuntu: apt-get install postgresql-contrib; or set PGBENCH to the program.';

const debianFolder = '/usr/lib/postgresql';

/** PGBENCH, else the newest of the Debian packages, else the one on the PATH, else null. */
export function findPgbench(): string | null {
  if (process.env.PGBENCH) return process.env.PGBENCH;
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debianFolder, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file)) ?? null;
}

export interface PgbenchRun {
  program: string;
  connection: Connection & { host: string; user: string };
  script: string;
  clients: number;
  seconds: number;
  protocol: 'simple' | 'prepared';
}

/** Transactions per second without the time to connect. Rejects when a transaction failed. */
export async function runPgbench({
  program,
  connection,
  script,
  clients,
  seconds,
  protocol,
}: PgbenchRun): Promise<{ tps: number; meanMs: number }> {
  const where = ['-h', connection.host, '-p', String(connection.port ?? 5432), '-U', connection.user];
  const how = ['-n', '-M', protocol, '-c', String(clients), '-j', '2', '-T', String(seconds), '-D', 'started=0', '-f', script];
  const { stdout } = await promisify(execFile)(program, [...where, ...how, String(connection.database)], { maxBuffer: 1e8 });
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
  const meanMs = /latency average = ([\d.]+)/.exec(stdout)?.[1];
  const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? '0';
  if (tps === undefined || meanMs === undefined || failed !== '0') throw new Error(`pgbench: ${stdout}`);
  return { tps: Number(tps), meanMs: Number(meanMs) };
}
