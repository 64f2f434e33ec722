import { readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inUse } from './hold-folder.ts';
import { type PostmasterFile, readPostmasterFile } from './postmaster-file.ts';
import { commandOf, isAlive, isStuckStopping } from './processes.ts';

/**
 * Called by the one process that holds the folder: a server that still runs there was left behind by a killed one. Stops it
 * cleanly and says whether there was one. Throws `database_in_use` when someone answers who cannot be seen from here.
 */
export async function stopOrphan({ data, socket, dataDir }: { data: string; socket: string; dataDir: string }): Promise<boolean> {
  const found = await readPostmasterFile(data);
  const runs = found !== undefined && isAlive(found.pid) && commandOf(found.pid).includes(data);
  if (runs) await endProcess(found.pid);
  else if (await answers(join(socket, '.s.PGSQL.5432'))) throw inUse(dataDir, 'of another container or account');
  if (found && !runs) await settleCrash(data, found);
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) await rm(join(socket, name), { force: true });
  return runs;
}

async function endProcess(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 30],
    ['SIGQUIT', 10],
    ['SIGKILL', 5],
  ] as const) {
    send(pid, signal);
    const began = Date.now();
    for (let turn = 1; Date.now() < began + seconds * 1000; turn++, await sleep(10)) {
      if (!isAlive(pid)) return;
      if (turn % 100 === 0 && isStuckStopping(pid)) send(pid, 'SIGQUIT');
    }
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * After a crash PostgreSQL refuses to start while the process number in its file is taken, be it by a zombie or, as in every
 * restarted container, by an unrelated process. Once nobody uses its shared memory any more, the file says nothing.
 */
async function settleCrash(data: string, found: PostmasterFile): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const end = Date.now() + 10_000; Date.now() < end && (await isAttached(found.sharedMemoryId)); ) await sleep(20);
  const again = await readPostmasterFile(data);
  const isHeldUp = again?.pid === found.pid && isTaken(found.pid) && !(await isAttached(found.sharedMemoryId));
  if (isHeldUp) await rm(join(data, 'postmaster.pid'), { force: true });
}

function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // free, or of another account, which PostgreSQL takes as free
  }
}

async function isAttached(sharedMemoryId: number | undefined): Promise<boolean> {
  if (sharedMemoryId === undefined) return false;
  const [head, ...rows] = (await readFile('/proc/sysvipc/shm', 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const row = rows.find((cells) => Number(cells[head?.indexOf('shmid') ?? 1]) === sharedMemoryId);
  return Number(row?.[head?.indexOf('nattch') ?? 6] ?? 0) > 0;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => resolve(socket.destroy() !== undefined));
    socket.once('error', () => resolve(false));
  });
}
