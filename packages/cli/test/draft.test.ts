import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startModelServer } from '@countersign/server/testing/model-server';
import { expect, onTestFinished, test } from 'vitest';
import { parseMoney } from '../src/drafting/money.ts';
import { runCommand, scratchFolder, startCommand } from './run-command.ts';

/** Runs `start` until it says where it is. */
const start = async (cwd: string): Promise<void> => {
  const child = startCommand(['--json', 'start', '--port', '0'], { cwd, env: { COUNTERSIGN_MODEL_HOSTS: '127.0.0.1' } });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  onTestFinished(async () => {
    child.kill('SIGINT');
    await ended;
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`start ended with ${code}`)));
  });
};

const definitions = (address: string) => `
kind: workflow
name: shop
steps:
  - draft: write
    provider: local
    model: test-model
    promptFile: ./prompt.liquid
  - checkpoint: texts
  - deliver: shop
---
kind: checkpoint
name: texts
title: Texts
outputSchema: {type: object, required: [text], properties: {text: {type: string}}}
---
kind: provider
name: local
address: ${address}
prices: {test-model: {currency: EUR, inputMicros: 1000000, outputMicros: 1000000}}
`;

test('a file from apply to export, with a trial before it', { timeout: 300_000 }, async () => {
  const model = await startModelServer({ behave: ({ name }) => ({ say: { text: `All about ${name}.` } }) });
  onTestFinished(() => model.stop());
  const cwd = scratchFolder();
  const run = (...args: string[]) => runCommand(args, { cwd });
  const json = async (...args: string[]) => JSON.parse((await run('--json', ...args)).stdout);
  await start(cwd);
  expect(statSync(join(cwd, '.countersign/secret')).mode & 0o777).toBe(0o600);

  writeFileSync(join(cwd, 'prompt.liquid'), 'About {{ input | json }}');
  writeFileSync(join(cwd, 'setup.yaml'), definitions(model.url));
  expect(await json('apply', '-f', 'setup.yaml')).toEqual({
    applied: [
      { kind: 'provider', name: 'local', version: null },
      { kind: 'checkpoint', name: 'texts', version: 1 },
      { kind: 'workflow', name: 'shop', version: 1 },
    ],
  });
  expect((await run('apply', '-f', 'setup.yaml')).stdout).toContain('workflow shop is at version 1');
  expect((await run('providers', 'add', 'other', '--address', model.url, '--price', 'test-model=1EUR/2EUR')).code).toBe(0);
  expect((await run('providers', 'remove', 'other')).code).toBe(0);
  expect((await run('providers', 'list')).stdout).toMatch(/local +openai-compatible/);
  expect(await json('providers', 'models', 'local')).toEqual({ models: ['test-model'] });

  writeFileSync(join(cwd, 'shop.csv'), ['sku,name', ...Array.from({ length: 8 }, (_, at) => `p-${at},Product`)].join('\n'));
  const tried = await run('draft', 'shop.csv', '--workflow', 'shop', '--budget', '1EUR', '--try', '3');
  expect(tried).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/1 {2}p-0\n.*All about p-0[\s\S]*The other 5 rows will take about 0:00, about 0\.\d+ EUR/),
  });
  const id = /countersign batches (batch_\w+) --start/.exec(tried.stdout)?.[1] as string;
  expect(await json('batches', id, '--start', '--wait')).toMatchObject({
    state: 'done',
    counts: { waiting: 8 },
    cost: { currency: 'EUR' },
  });
  expect(model.calls).toHaveLength(8);
  expect((await run('batches')).stdout).toMatch(/shop\.csv +done +8 +8 +0/);
  expect((await run('batches', id, '--export', 'done.csv')).code).toBe(0);
  expect(readFileSync(join(cwd, 'done.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(9);

  const again = await run('draft', 'shop.csv', '--workflow', 'shop', '--wait');
  expect(again).toMatchObject({ code: 2, stdout: expect.stringContaining('8 failed') });
  expect(model.calls).toHaveLength(8);
});

test('a command that is written wrongly says how to write it', async () => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'shop.csv'), 'sku\n1\n');
  writeFileSync(join(cwd, 'bad.yaml'), 'kind: workflow\nname: shop\nsteps: [{draft: write}]\n');
  const wrong = async (...args: string[]) => {
    const { code, stderr } = await runCommand(args, { cwd, env: { COUNTERSIGN_URL: 'http://127.0.0.1:1' } });
    expect(code).toBe(64);
    return stderr;
  };
  expect(await wrong('draft', 'shop.csv')).toContain('--checkpoint NAME, or --workflow NAME');
  expect(await wrong('draft', 'shop.csv', '--workflow', 'a', '--model', 'b')).toContain('A workflow says itself');
  expect(await wrong('draft', 'shop.csv', '--workflow', 'a', '--budget', '20')).toContain('such as 2.50EUR');
  expect(await wrong('apply', '-f', 'bad.yaml')).toMatch(/bad\.yaml, document 1:/);
});

test('amounts of money are whole millionths, with their currency', () => {
  expect(parseMoney('2.50EUR', '--budget')).toEqual({ micros: 2_500_000, currency: 'EUR' });
  expect(parseMoney('usd 0.000001', '--budget')).toEqual({ micros: 1, currency: 'USD' });
  expect(() => parseMoney('1,50EUR', '--budget')).toThrow(/such as 2.50EUR/);
});
