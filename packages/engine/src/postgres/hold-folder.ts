import { link, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CountersignError } from '@countersign/contract';
import { isAlive, lifeOf } from './processes.ts';

/**
 * One process at a time looks after a folder. The hold is a numbered file, holder.N; the highest number counts. Whoever
 * finds that holder gone links holder.N+1, which succeeds for one contender only. The highest file is never deleted, a
 * release empties it, so a contender with an old listing sees a higher number afterwards and gives way.
 */
export interface Hold {
  /** Does nothing the second time. */
  release(): Promise<void>;
}

interface Holder {
  pid: number;
  life: string;
}

/** Holds `folder` for this process. Throws `database_in_use` when a running process holds it. */
export async function holdFolder(folder: string, dataDir: string): Promise<Hold> {
  const patience = Date.now() + 1000; // a killed process may take a moment to die
  for (;;) {
    const last = await highest(folder);
    const holder = await holderOf(folder, last);
    if (!holder || !lives(holder)) {
      if (await claim(folder, last + 1)) return heldAs(join(folder, `holder.${last + 1}`));
    } else if (Date.now() > patience || holder.pid === process.pid) throw inUse(dataDir, holder.pid);
    await sleep(50);
  }
}

/** The number of the running process that holds `folder`, if one does. */
export async function findHolder(folder: string): Promise<number | undefined> {
  const holder = await holderOf(folder, await highest(folder));
  return holder && lives(holder) ? holder.pid : undefined;
}

export const inUse = (dataDir: string, pid: number | string): CountersignError =>
  new CountersignError(
    'database_in_use',
    `Countersign already runs on ${dataDir} (process ${pid}). Open it, stop it, or choose another folder with --data.`,
    { context: { pid, dataDir } },
  );

const lives = (holder: Holder) => isAlive(holder.pid) && lifeOf(holder.pid) === holder.life;

function heldAs(file: string): Hold {
  let released: Promise<void> | undefined;
  return { release: () => (released ??= truncate(file).catch(() => undefined)) }; // gone with the folder, or out of date with this process
}

async function claim(folder: string, number: number): Promise<boolean> {
  if (!(await place(folder, `holder.${number}`))) return false;
  const numbers = await numbersIn(folder);
  const lost = numbers.some((other) => other > number);
  const spent = lost ? [number] : numbers.filter((other) => other < number);
  for (const other of spent) await rm(join(folder, `holder.${other}`), { force: true });
  return !lost;
}

/** Puts a file with our name in place, whole, unless one is there. */
async function place(folder: string, name: string): Promise<boolean> {
  const draft = join(folder, `holder-${process.pid}-${process.hrtime.bigint()}`);
  try {
    await writeFile(draft, `${process.pid} ${lifeOf(process.pid)}\n`, { mode: 0o600 });
    await link(draft, join(folder, name));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function holderOf(folder: string, number: number): Promise<Holder | undefined> {
  const text = await readFile(join(folder, `holder.${number}`), 'utf8').catch(() => '');
  const [, pid, life] = /^(\d+) (.*)$/.exec(text.trim()) ?? [];
  return pid ? { pid: Number(pid), life: life ?? '' } : undefined; // released, or torn by a power cut: nobody's
}

const highest = async (folder: string) => Math.max(0, ...(await numbersIn(folder)));

async function numbersIn(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap((name) => /^holder\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
}
