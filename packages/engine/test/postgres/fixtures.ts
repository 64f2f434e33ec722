import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, vi } from 'vitest';
import type { Connection } from '../../src/postgres/index.ts';
import { startPostgres } from '../../src/postgres/index.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const clearing: (() => unknown)[] = [];

/** Runs after the test, last one first. */
export const later = (clear: () => unknown): void => void clearing.push(clear);

afterEach(async () => {
  for (let clear = clearing.pop(); clear; clear = clearing.pop()) await clear();
});

function emptyFolderOf(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755); // else, as root, the server's account could not pass
  return folder;
}

export function emptyFolder(): string {
  const folder = emptyFolderOf('cs-test-');
  later(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));
  return folder;
}

const prepared = emptyFolderOf('cs-prepared-');
let preparing: Promise<unknown> | undefined;
afterAll(() => rmSync(prepared, { recursive: true, force: true, maxRetries: 20 }));

/** A data folder after a first start and a clean stop, copied from one that is made once per test file. */
export async function usedFolder(): Promise<string> {
  preparing ??= startPostgres({ dataDir: prepared }).then((running) => running.stop());
  await preparing;
  const folder = emptyFolder();
  execFileSync('cp', ['-al', prepared, join(folder, 'data')]); // the programs as links, the data as files of its own
  execFileSync('rm', ['-rf', join(folder, 'data/postgres/18/data'), join(folder, 'data/postgres/postgres.log')]);
  execFileSync('cp', ['-a', join(prepared, 'postgres/18/data'), join(folder, 'data/postgres/18/data')]);
  return join(folder, 'data');
}

export async function start(dataDir: string, more: Partial<Parameters<typeof startPostgres>[0]> = {}) {
  const running = await startPostgres({ dataDir, ...more });
  later(() => running.stop());
  return running;
}

export async function ask<Row extends pg.QueryResultRow>(connection: Connection | string, sql: string): Promise<Row[]> {
  const client = new pg.Client(connection);
  await client.connect();
  return client
    .query<Row>(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

/** Countersign's process in small: it starts the database, then writes rows when told to, and says each that was acknowledged. */
export async function startOutside(dataDir: string, o: { write?: boolean; uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'outside.ts'), dataDir, o.write ? 'write' : 'wait'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    env: { ...process.env, ...o.env },
    ...(o.uid === undefined ? {} : { uid: o.uid, gid: o.gid ?? o.uid }),
  });
  later(() => end(child));
  const acknowledged: number[] = [];
  const said = await new Promise<{
    pid?: number;
    adopted?: boolean;
    connection?: Connection;
    url?: string;
    code?: string;
    message?: string;
  }>((resolve) => {
    createInterface(child.stdout).on('line', (line) =>
      line.startsWith('{') ? resolve(JSON.parse(line)) : acknowledged.push(Number(line)),
    );
  });
  return { child, acknowledged, ...said };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(patience);
}

export async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

export const isRoot = process.getuid?.() === 0;

export const idOf = (name: string): number => Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }));
export const groupOf = (name: string): number => Number(execFileSync('id', ['-g', name], { encoding: 'utf8' }));

export async function until(condition: () => boolean | Promise<boolean>, seconds = 15): Promise<void> {
  for (const last = Date.now() + seconds * 1000; !(await condition()); await new Promise((go) => setTimeout(go, 20))) {
    if (Date.now() > last) throw new Error(`not within ${seconds} s: ${condition}`);
  }
}
