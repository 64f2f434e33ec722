import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatDuration, formatProgress } from '../src/progress.ts';
import { sendJson, startServer } from './http-server.ts';
import { runCommand, scratchFolder, startCommand } from './run-command.ts';

const commands = [
  'start',
  'draft',
  'batches',
  'providers',
  'apply',
  'import',
  'export',
  'status',
  'open',
  'keys',
  'invite',
  'backup',
  'restore',
  'doctor',
  'migrate',
  'serve',
  'work',
];

describe('help', () => {
  test('names every command and every exit code', async () => {
    const { code, stdout } = await runCommand(['--help']);
    expect(code).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    for (const exitCode of ['0 done', '1 failed', '2 partly', '64 wrong usage', '69', '77', '130']) expect(stdout).toContain(exitCode);
  });

  test.each(commands.filter((command) => command !== 'open'))('of %s has an example', async (command) => {
    expect((await runCommand([command, '--help'])).stdout).toMatch(/Examples?:\n {2}\S/);
  });
});

describe('exit codes', () => {
  test.each([
    [['impot']],
    [['import', 'texts']],
    [['status', '--nope']],
    [['start', '--port', 'x']],
    [['export', 'texts', '--format', 'xml']],
  ])('64 for %j', async (args) => {
    const { code, stderr } = await runCommand(args);
    expect(code).toBe(64);
    expect(stderr).not.toContain('    at ');
  });

  test('69 when the server is not there, and no stack', async () => {
    const { code, stderr } = await runCommand(['status', '--url', 'http://127.0.0.1:1']);
    expect(code).toBe(69);
    expect(stderr).toMatch(/^Error http:\/\/127.0.0.1:1 could not be reached.*\(network\)\n$/);
  });

  test('the stack with DEBUG', async () => {
    const { stderr } = await runCommand(['status', '--url', 'http://127.0.0.1:1'], { env: { DEBUG: '1' } });
    expect(stderr).toContain('Caused by:');
  });

  test('77 when the key does not do, as JSON for machines', async () => {
    const problem = { type: 'x', title: 'x', status: 403, code: 'not_allowed', detail: 'Ask an owner.' };
    const { url } = await startServer((_, response) => sendJson(response, 403, problem));
    const { code, stdout, stderr } = await runCommand(['--json', 'keys', 'list', '--url', url]);
    expect({ code, stdout }).toEqual({ code: 77, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not_allowed', message: 'Ask an owner.' } });
  });

  test('130 when interrupted', async () => {
    const { url, requests } = await startServer(() => {});
    const child = startCommand(['status', '--url', url]);
    while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
  });

  test.each([['serve'], ['work']])('69 for %s without DATABASE_URL', async (command) => {
    const { code, stderr } = await runCommand([command]);
    expect(code).toBe(69);
    expect(stderr).toContain('DATABASE_URL');
  });
});

describe('connection', () => {
  const authorizationOf = async (args: string[], env: Record<string, string>, localUrl?: string) => {
    const server = await startServer((_, response) => sendJson(response, 200, { checkpoints: [] }));
    const cwd = scratchFolder();
    mkdirSync(join(cwd, '.countersign'));
    writeFileSync(join(cwd, '.countersign/client.json'), JSON.stringify({ url: localUrl ?? server.url, key: 'cs_local' }));
    const { code } = await runCommand(['status', ...args.map((arg) => arg.replace('URL', server.url))], { cwd, env });
    expect(code).toBe(0);
    return server.requests[0]?.headers.authorization;
  };

  test('is that of the local installation by default', async () => {
    expect(await authorizationOf([], {})).toBe('Bearer cs_local');
  });

  test('the key comes from the options before the environment', async () => {
    expect(await authorizationOf([], { COUNTERSIGN_KEY: 'cs_env' })).toBe('Bearer cs_env');
    expect(await authorizationOf(['--key', 'cs_option'], { COUNTERSIGN_KEY: 'cs_env' })).toBe('Bearer cs_option');
    expect(await authorizationOf(['--api-key', 'cs_option'], {})).toBe('Bearer cs_option');
  });

  test('the local key is never sent to another address', async () => {
    expect(await authorizationOf(['--url', 'URL'], {}, 'http://127.0.0.1:1')).toBeUndefined();
  });
});

describe('export', () => {
  test('writes the file when it is complete', async () => {
    const { url, requests } = await startServer((_, response) => void response.writeHead(200).end('key\na\n'));
    const cwd = scratchFolder();
    const { code, stdout } = await runCommand(['export', 'texts', '--out', 'a.csv', '--state', 'released', '--url', url], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'a.csv is complete (0 kB).\n' });
    expect(readFileSync(join(cwd, 'a.csv'), 'utf8')).toBe('key\na\n');
    expect(requests[0]?.path).toBe('/v1/checkpoints/texts/export?format=csv&state=released');
  });

  test('leaves the old file, and no half one, when the stream breaks', async () => {
    const { url } = await startServer(
      (_, response) => void response.writeHead(200).write('{"key"', () => setTimeout(() => response.destroy(), 20)),
    );
    const cwd = scratchFolder();
    writeFileSync(join(cwd, 'a.jsonl'), 'old');
    expect((await runCommand(['export', 'texts', '--out', 'a.jsonl', '--url', url], { cwd })).code).toBe(69);
    expect(readdirSync(cwd)).toEqual(['a.jsonl']);
    expect(readFileSync(join(cwd, 'a.jsonl'), 'utf8')).toBe('old');
  });

  test('goes to standard output, and ends well when the reader leaves', async () => {
    const { url } = await startServer((_, response) => void response.writeHead(200).end('{"key":"a"}\n'.repeat(200_000)));
    const child = startCommand(['export', 'texts', '--url', url]);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  });
});

describe('progress', () => {
  test('shows count, rate and time left', () => {
    const line = formatProgress('lines', { done: 6000, fraction: 0.25, seconds: 3 });
    expect(line).toContain('25 %  6,000 lines  2,000/s  0:09 left');
    expect(formatProgress('lines', { done: 10, fraction: null, seconds: 61 })).toBe('10 lines  0/s  1:01');
    expect(formatProgress('lines', { done: 0, fraction: 0, seconds: 0 })).toContain('-:-- left');
  });

  test('durations are short to read', () => {
    expect([0, 59.6, 61, 3599, 3600, 7261].map(formatDuration)).toEqual(['0:00', '1:00', '1:01', '59:59', '1:00:00', '2:01:01']);
  });
});
