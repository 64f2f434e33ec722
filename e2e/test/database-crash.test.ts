import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../src/free-port.ts';
import { scratchFolder, startInstallation } from '../src/installation.ts';
import { childrenOf, killAll } from '../src/processes.ts';

const { folder, remove } = scratchFolder();
const port = await freePort();
const site = await startInstallation(['--demo', '--port', String(port)], { cwd: folder });
afterAll(async () => {
  await site.stop();
  remove();
});

// The other child of `start` is the shell that stops the database when `start` dies.
const postmaster = () => childrenOf(site.command.pid).find((pid) => childrenOf(pid).length > 1);

const killPostmaster = async (): Promise<void> => {
  let pid = postmaster();
  for (; pid === undefined && !site.command.hasEnded(); pid = postmaster()) await sleep(20);
  if (pid !== undefined) killAll([pid]);
};

test('[I10] start brings its PostgreSQL back after a crash, and answers 503 until then', async () => {
  const answers = new Set<number>();
  await killPostmaster();
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(5)) {
    const { status } = await fetch(`${site.url}/readyz`);
    answers.add(status);
    if (status === 200 && answers.has(503)) break;
  }
  expect([...answers].sort()).toEqual([200, 503]);
  expect(site.command.hasEnded()).toBe(false);
  expect(site.command.stderr()).toContain('PostgreSQL crashed and is started again');
});

test('[I10] a start after a kill in the middle of the recovery does not wait for what hangs', { timeout: 28_000 }, async () => {
  const crashing = scratchFolder();
  const killed = await startInstallation(['--port', '0'], { cwd: crashing.folder });
  const database = childrenOf(killed.command.pid).find((pid) => childrenOf(pid).length > 1) as number;
  killAll(childrenOf(database).slice(0, 1));
  killed.command.kill('SIGKILL');
  await killed.command.ended;
  const again = await startInstallation(['--port', '0'], { cwd: crashing.folder });
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  expect(await again.stop()).toBe(0);
  crashing.remove();
});

test('start gives up with a clear error when its PostgreSQL keeps dying', async () => {
  for (let crash = 0; crash < 8 && !site.command.hasEnded(); crash++) {
    await killPostmaster();
    await sleep(300);
  }
  expect(await site.command.ended).toBe(69);
  expect(site.command.stderr()).toContain('database_unavailable');
  expect(site.command.stderr()).toContain('PostgreSQL ended (SIGKILL)');
});
