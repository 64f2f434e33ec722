import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand, scratchFolder, startCommand } from './run-command.ts';

interface Started {
  facts: { url: string; link: string | null; waiting: number };
  stop(): Promise<number | null>;
}

/** Runs `start` until it says where it is. */
const start = async (cwd: string, args: string[] = []): Promise<Started> => {
  const child = startCommand(['--json', 'start', '--port', '0', ...args], { cwd });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (piece) => {
    said += piece;
  });
  const line = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (piece) => {
      out += piece;
      if (out.includes('\n')) resolve(out);
    });
    ended.then((code) => reject(new Error(`start ended with ${code}: ${said}`)));
  });
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  return { facts: JSON.parse(line), stop };
};

test('a whole installation: start with the shop, hand in, take out, invite, back up, restore, start again', {
  timeout: 300_000,
}, async () => {
  const cwd = scratchFolder();
  const run = (...args: string[]) => runCommand(args, { cwd });
  const first = await start(cwd, ['--demo']);
  expect(first.facts).toMatchObject({ waiting: 72, link: expect.stringContaining('/welcome#') });
  expect(statSync(join(cwd, '.countersign/client.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(cwd, '.countersign')).mode & 0o007).toBe(0);

  const status = await run('--json', 'status');
  expect(JSON.parse(status.stdout).checkpoints[0]).toMatchObject({ name: 'product-descriptions', counts: { waiting: 72 } });
  expect((await run('export', 'product-descriptions')).stdout.trimEnd().split('\n')).toHaveLength(72);
  expect((await run('invite', '--role', 'owner')).stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/welcome#\S{20,}\n$/);

  const key = (await run('keys', 'create', 'batch')).stdout.trim();
  expect((await run('status', '--key', key)).code).toBe(0);
  const { keys } = JSON.parse((await run('--json', 'keys', 'list')).stdout);
  const { id } = keys.find(({ name }: { name: string }) => name === 'batch');
  expect((await run('keys', 'revoke', id)).code).toBe(0);
  expect((await run('status', '--key', key)).code).toBe(77);

  expect((await run('start', '--port', '0')).code).toBe(69);
  expect((await run('backup', 'copy.tar.gz')).code).toBe(0);
  expect((await run('restore', 'copy.tar.gz', '--data', 'restored')).code).toBe(0);
  expect((await run('doctor')).code).toBe(0);
  expect(await first.stop()).toBe(0);

  const again = await start(cwd, ['--demo']);
  expect(again.facts.waiting).toBe(72);
  expect((await run('status')).code).toBe(0);
  expect(await again.stop()).toBe(0);

  const restored = await start(cwd, ['--data', 'restored']);
  expect(restored.facts.waiting).toBe(72);
  expect(await restored.stop()).toBe(0);
  expect(existsSync(join(cwd, 'restored/countersign.log'))).toBe(true);
  expect(readFileSync(join(cwd, '.countersign/countersign.log'), 'utf8')).not.toContain('"level":50');
});
