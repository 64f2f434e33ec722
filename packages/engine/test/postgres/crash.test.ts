import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CountersignError } from '@countersign/contract';
import { describe, expect, it } from 'vitest';
import { commandOf, isAlive } from '../../src/postgres/processes.ts';
import { ask, emptyFolder, killed, start, startOutside, until, usedFolder } from './fixtures.ts';

const isLinux = process.platform === 'linux';
const writtenIds = async (url: string) => (await ask<{ id: string }>(url, 'select id from written')).map(({ id }) => Number(id));

/** The watchdogs of a server: shells that were given its process number. */
const watchdogsOf = (pid: number) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => {
      try {
        const words = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
        return words[0] === '/bin/sh' && words.includes(String(pid));
      } catch {
        return false;
      }
    });

describe('when Countersign is killed in the middle of writing', () => {
  it('the server ends by itself, and no acknowledged row is lost', async () => {
    const dataDir = await usedFolder();
    const { child, pid = 0, acknowledged } = await startOutside(dataDir, { write: true });
    await until(() => acknowledged.length > 300);
    await killed(child);
    await until(() => !isAlive(pid));
    const { url, adopted } = await start(dataDir);
    const kept = new Set(await writtenIds(url));
    expect(adopted).toBe(false);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });

  it('the next start may follow at once', async () => {
    const dataDir = await usedFolder();
    const { child, acknowledged } = await startOutside(dataDir, { write: true });
    await until(() => acknowledged.length > 100);
    await killed(child);
    const { url } = await start(dataDir);
    const kept = new Set(await writtenIds(url));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });

  it.skipIf(!isLinux)('and its watchdog too, the next start stops the orphan cleanly, with nothing lost', async () => {
    const dataDir = await usedFolder();
    const { child, pid = 0, acknowledged } = await startOutside(dataDir, { write: true });
    await until(() => acknowledged.length > 100);
    for (const id of watchdogsOf(pid)) process.kill(id, 'SIGKILL');
    await killed(child);
    await sleep(200);
    expect(isAlive(pid)).toBe(true);
    const { url, adopted, pid: next } = await start(dataDir);
    const kept = new Set(await writtenIds(url));
    expect(adopted).toBe(true);
    expect(next).not.toBe(pid);
    expect(isAlive(pid)).toBe(false);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });

  it.skipIf(!isLinux)('and the server and everything else with it, recovery finds every acknowledged row', async () => {
    const dataDir = await usedFolder();
    const { child, pid = 0, acknowledged } = await startOutside(dataDir, { write: true });
    await until(() => acknowledged.length > 300);
    for (const id of watchdogsOf(pid)) process.kill(id, 'SIGKILL');
    child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    const { url, adopted } = await start(dataDir);
    const kept = new Set(await writtenIds(url));
    expect(adopted).toBe(false);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });
});

it('when the first start is killed in the middle, the next one starts afresh', async () => {
  const dataDir = join(emptyFolder(), 'data');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'outside.ts'), dataDir], { stdio: 'ignore' });
  const half = () => readdirSync(join(dataDir, 'postgres/18')).some((name) => name.startsWith('data.new-'));
  await until(() => existsSync(join(dataDir, 'postgres/18')) && half());
  await killed(child);
  const { url } = await start(dataDir);
  expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('when Countersign exits without a stop, the server ends as well', async () => {
  const { child, pid = 0 } = await startOutside(await usedFolder());
  child.kill('SIGTERM');
  await until(() => !isAlive(pid));
  expect(child.signalCode).toBe('SIGTERM');
});

it.skipIf(!isLinux)('Ctrl+C in the terminal does not reach the server, which has a process group of its own', async () => {
  const { pid } = await start(await usedFolder());
  expect(Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[4])).toBe(pid);
});

describe('when the server ends although nobody stopped it', () => {
  it('tells why, gives the folder free, and can be started again with all rows', async () => {
    const dataDir = await usedFolder();
    const reasons: CountersignError[] = [];
    const { url, pid, stop } = await start(dataDir, { onExit: (reason) => reasons.push(reason) });
    await ask(url, 'create table kept as select generate_series(1, 1000) as id');
    process.kill(pid, 'SIGKILL');
    await until(() => reasons.length > 0);
    expect(reasons.map(({ code, message }) => [code, message])).toEqual([['database_unavailable', expect.stringContaining('SIGKILL')]]);
    await stop();
    const again = await start(dataDir);
    expect(await ask(again.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
  });

  it('says nothing after a stop that was asked for', async () => {
    const reasons: CountersignError[] = [];
    const { stop } = await start(await usedFolder(), { onExit: (reason) => reasons.push(reason) });
    await stop();
    expect(reasons).toEqual([]);
  });
});

describe.skipIf(!isLinux)('when the process that recovers is killed in its turn', () => {
  const childOf = (pid: number, name: string) =>
    readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number)
      .find((child) => commandOf(child).includes(`postgres: ${name}`));
  /** It lives for some hundredths of a second, so that no timer is quick enough. */
  const soon = async (find: () => number | undefined): Promise<number> => {
    for (const last = Date.now() + 10_000; Date.now() < last; await new Promise(setImmediate)) {
      const found = find();
      if (found !== undefined) return found;
    }
    throw new Error(`not within 10 s: ${find}`);
  };

  it('[I10] the server, which would refuse everybody for ever, is ended, and the next start has all rows', async () => {
    const dataDir = await usedFolder();
    const reasons: CountersignError[] = [];
    const { url, pid, stop } = await start(dataDir, { onExit: (reason) => reasons.push(reason) });
    await ask(url, 'create table kept as select generate_series(1, 1000) as id');
    process.kill(childOf(pid, 'walwriter') as number, 'SIGKILL');
    process.kill(await soon(() => childOf(pid, 'startup')), 'SIGKILL');
    await until(() => reasons.length > 0, 50);
    expect(reasons.map(({ code }) => code)).toEqual(['database_unavailable']);
    await stop();
    const again = await start(dataDir);
    expect(await ask(again.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: 1000 }]);
  });
});

describe('one folder', () => {
  it('is used by one process at a time, and the second is told which one', async () => {
    const dataDir = await usedFolder();
    const { child } = await startOutside(dataDir);
    const { code, message } = await startOutside(dataDir);
    expect({ code, message }).toEqual({
      code: 'database_in_use',
      message: `Countersign already runs on ${dataDir} (process ${child.pid}). Open it, stop it, or choose another folder with --data.`,
    });
    await expect(start(dataDir)).rejects.toMatchObject({ code: 'database_in_use' });
  });

  it('is used once in a process as well', async () => {
    const dataDir = await usedFolder();
    await start(dataDir);
    await expect(start(dataDir)).rejects.toMatchObject({ code: 'database_in_use' });
  });

  it('goes to exactly one of several that start at the same moment, also on the first start', async () => {
    const dataDir = join(emptyFolder(), 'data');
    const all = await Promise.all([1, 2, 3, 4].map(() => startOutside(dataDir)));
    expect(all.map(({ code }) => code).sort()).toEqual(['database_in_use', 'database_in_use', 'database_in_use', undefined]);
    const [holder] = all.filter(({ code }) => !code);
    expect(await ask(holder?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.skipIf(!isLinux)('is not held by a later process that was given the same number', async () => {
    const dataDir = await usedFolder();
    writeFileSync(join(dataDir, 'postgres/holder.99'), `${process.ppid} another-boot/1\n`);
    const { url } = await start(dataDir);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it.skipIf(!isLinux)('opens after a crash although an unrelated process now has the number of the dead server', async () => {
    const dataDir = await usedFolder();
    const lines = [process.ppid, join(dataDir, 'postgres/18/data'), 1, 5432, join(dataDir, 'postgres/socket'), '', '0 0', 'ready'];
    writeFileSync(join(dataDir, 'postgres/18/data/postmaster.pid'), `${lines.join('\n')}\n`);
    const { url } = await start(dataDir);
    expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
