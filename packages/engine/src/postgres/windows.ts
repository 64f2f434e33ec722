// Untested: written from PostgreSQL's and Node's documentation, without a Windows machine.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { serverEnvironment } from './init-database.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { isAlive } from './processes.ts';
import type { Server, ServerOptions } from './run-server.ts';

const pgCtl = (bin: string, args: string[]) =>
  promisify(execFile)(join(bin, 'pg_ctl'), args, { env: serverEnvironment(), windowsHide: true });

/** Node has no local sockets to PostgreSQL there, so the server listens on 127.0.0.1 with a password only we can read. */
export async function keepPassword(file: string): Promise<string> {
  const draft = randomBytes(24).toString('base64url');
  await writeFile(file, draft, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(file, 'utf8')).trim();
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** pg_ctl gives up administrator rights, which the server itself refuses, and can stop it without signals. */
export async function runOnWindows(o: ServerOptions & { logFile: string }): Promise<Server> {
  const settings = Object.entries(o.settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  await pgCtl(o.bin, ['start', '-w', '-t', '600', '-D', o.data, '-l', o.logFile, '-o', settings]);
  const pid = (await readPostmasterFile(o.data))?.pid;
  if (!pid) throw new Error('PostgreSQL did not start');
  return { pid, ended: whenGone(pid), stop: () => stopOnWindows(o.bin, o.data) };
}

export async function stopOnWindows(bin: string, data: string): Promise<void> {
  await pgCtl(bin, ['stop', '-w', '-t', '30', '-D', data, '-m', 'fast']).catch(() =>
    pgCtl(bin, ['stop', '-w', '-t', '10', '-D', data, '-m', 'immediate']),
  );
}

/** Stops a server that a killed process left behind, and says whether there was one. */
export async function stopOrphanOnWindows(bin: string, data: string): Promise<boolean> {
  const runs = await pgCtl(bin, ['status', '-D', data]).then(
    () => true,
    () => false,
  );
  if (runs) await stopOnWindows(bin, data);
  return runs;
}

async function whenGone(pid: number): Promise<string> {
  while (isAlive(pid)) await sleep(500, undefined, { ref: false });
  return 'PostgreSQL ended';
}
