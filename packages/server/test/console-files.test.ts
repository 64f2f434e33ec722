import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startListening, startTestApp } from '../src/testing/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cs-console-'));
const consoleDir = path.join(folder, 'console');
mkdirSync(path.join(consoleDir, 'assets'), { recursive: true });
writeFileSync(path.join(folder, 'secret.txt'), 'not for the world');
writeFileSync(path.join(consoleDir, 'index.html'), '<!doctype html><title>Console</title>');
writeFileSync(path.join(consoleDir, 'icon.svg'), '<svg/>');
writeFileSync(path.join(consoleDir, 'assets', 'app-1234.js'), 'run()');
writeFileSync(path.join(consoleDir, 'assets', 'app-1234.js.gz'), 'zipped');

const { db } = await useTestDatabase();
const app = await startTestApp(db, { consoleDir });
const bare = await startTestApp(db);
const secure = await startTestApp(db, { consoleDir, publicUrl: 'https://review.example.test' });
const server = await startListening(db, { consoleDir });
afterAll(async () => {
  await server.stop();
  await Promise.all([app.stop(), bare.stop(), secure.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

test.each(['/', '/welcome', '/review/shop.texts', '/items/item_1', '/review/a/b/c'])(
  'the page answers at %s, fresh each time',
  async (at) => {
    const response = await app.send(at);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).toContain('Console');
  },
);

test('assets are kept by the browser for ever, and come compressed', async () => {
  const plain = await app.send('/assets/app-1234.js');
  expect([plain.status, plain.headers.get('cache-control'), await plain.text()]).toEqual([
    200,
    'public, max-age=31536000, immutable',
    'run()',
  ]);
  expect(plain.headers.get('content-type')).toMatch(/javascript/);
  const zipped = await app.send('/assets/app-1234.js', { headers: { 'accept-encoding': 'gzip' } });
  expect([zipped.headers.get('content-encoding'), await zipped.text()]).toEqual(['gzip', 'zipped']);
  expect((await app.send('/icon.svg')).headers.get('content-type')).toMatch(/svg/);
});

test('what is not there is a problem, never the page', async () => {
  for (const at of ['/assets/app-9999.js', '/missing.png', '/v1', '/v1/nothing', '/docs/nothing', '/assets/']) {
    const response = await app.send(at);
    expect([at, response.headers.get('content-type')]).toEqual([at, 'application/problem+json']);
    expect([401, 404]).toContain(response.status);
  }
});

test('no path leads out of the folder', async () => {
  const tries = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..\\..\\secret.txt',
    '/%2e%2e%2fsecret.txt',
    '//secret.txt',
    '/assets/%00',
    '/docs/..%2f..%2fpackage.json',
    '/assets/....//....//secret.txt',
  ];
  for (const at of tries) {
    const text = await new Promise<string>((resolve, reject) => {
      const sent = request({ port: server.port, host: '127.0.0.1', path: at }, async (response) =>
        resolve(Buffer.concat(await response.toArray()).toString()),
      );
      sent.on('error', reject).end();
    });
    expect([at, text.includes('not for the world')]).toEqual([at, false]);
  }
});

test('without a built console the API works, and the first page says what to do', async () => {
  const response = await bare.send('/');
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('build:console')]);
  expect((await bare.send('/welcome')).status).toBe(404);
  expect((await bare.send('/healthz')).status).toBe(200);
});

test('every answer carries the headers that keep a page to itself', async () => {
  for (const at of ['/', '/v1/me', '/docs', '/healthz', '/nothing.here']) {
    const { headers } = await app.send(at);
    expect([at, headers.get('x-frame-options'), headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual([
      at,
      'DENY',
      'nosniff',
      'no-referrer',
    ]);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(/script-src[^;]*'unsafe-(inline|eval)'/.test(policy)).toBe(false);
    expect(headers.get('strict-transport-security')).toBeNull();
  }
  expect((await secure.send('/')).headers.get('strict-transport-security')).toBe('max-age=31536000');
});

test('/docs runs no inline script and loads nothing from elsewhere', async () => {
  const page = await (await app.send('/docs')).text();
  const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] as string);
  expect(sources.length).toBeGreaterThan(2);
  for (const at of sources) {
    expect(at).toMatch(/^\/docs\//);
    expect([at, (await app.send(at)).status]).toEqual([at, 200]);
  }
  expect(page.replace(/<script src="[^"]+"><\/script>/g, '')).not.toContain('<script');
});
