import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { readAllowedHosts } from '../src/images/allowed-hosts.ts';
import { openImageProxy } from '../src/images/fetch-image.ts';
import { startTestApp } from '../src/testing/index.ts';

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const seen: IncomingMessage[] = [];

const pages: Record<string, RequestListener> = {
  '/a.png': (_, response) => response.writeHead(200, { 'content-type': 'image/png; x=y', 'set-cookie': 'a=b' }).end(png),
  '/a.svg': (_, response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg onload="alert(1)"/>'),
  '/page.html': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<script>alert(1)</script>'),
  '/none.png': (_, response) => response.writeHead(404, { 'content-type': 'image/png' }).end(),
  '/near': (_, response) => response.writeHead(302, { location: '/a.png' }).end(),
  '/inside': (_, response) => response.writeHead(302, { location: `http://localhost:${inner}/secret.png` }).end(),
  '/metadata': (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  '/mapped': (_, response) => response.writeHead(302, { location: `http://[::ffff:127.0.0.1]:${inner}/secret.png` }).end(),
  '/file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/round': (_, response) => response.writeHead(302, { location: '/round' }).end(),
  '/announced.png': (_, response) =>
    response.writeHead(200, { 'content-type': 'image/png', 'content-length': '6000000' }).end(Buffer.alloc(6_000_000)),
  '/large.png': (_, response) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    for (let n = 0; n < 60; n += 1) response.write(Buffer.alloc(100_000));
    response.end();
  },
};

const listen = (handle: RequestListener) => {
  const server = createServer(handle);
  afterAll(() => server.closeAllConnections());
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  return new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
};

let reachedInside = 0;
const inner = await listen((_, response) => {
  reachedInside += 1;
  response.writeHead(200, { 'content-type': 'image/png' }).end(png);
});
const port = await listen((request, response) => {
  seen.push(request);
  (pages[request.url ?? ''] ?? pages['/none.png'])?.(request, response);
});
const base = `http://127.0.0.1:${port}`;

const { db } = await useTestDatabase();
const images = openImageProxy({ allows: readAllowedHosts(`127.0.0.1:${port}, other.example`) });
const app = await startTestApp(db, { images });
afterAll(() => app.stop());
const { reviewer, service, checkpoint, signIn } = await app.team();
await checkpoint('texts');

let count = 0;
async function imageOf(url: string, { shown = url, by = reviewer, more = {} } = {}): Promise<Response> {
  const item = await (
    await service.call('POST', '/v1/checkpoints/texts/items', { key: `k${++count}`, input: { image: shown }, output: 'x' })
  ).json();
  return by.call('GET', `/v1/images?item=${item.id}&url=${encodeURIComponent(url)}`, undefined, more);
}

const codeOf = async (answer: Promise<Response>) => (await (await answer).json()).code;

test('an image that the item shows comes through, locked up', async () => {
  const response = await imageOf(`${base}/a.png`);
  expect([response.status, Buffer.from(await response.arrayBuffer()).equals(png)]).toEqual([200, true]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=86400, immutable',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(response.headers.get('set-cookie')).toBeNull();
  expect((await app.send('/healthz')).headers.get('content-security-policy')).toContain("default-src 'self'");
});

test('nothing of the reviewer goes along', async () => {
  const by = await signIn('Sina');
  seen.length = 0;
  expect((await imageOf(`${base}/a.png`, { by, more: { referer: 'http://localhost/items/1' } })).status).toBe(200);
  expect(seen[0]?.headers).not.toHaveProperty('cookie');
  expect(seen[0]?.headers).not.toHaveProperty('authorization');
  expect(seen[0]?.headers).not.toHaveProperty('referer');
});

test('SVG comes as a text to download, never as an image that runs', async () => {
  const response = await imageOf(`${base}/a.svg`);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('content-disposition')).toContain('attachment');
});

test('a redirect to an allowed place is followed', async () => {
  expect((await imageOf(`${base}/near`)).status).toBe(200);
});

test.each([
  ['what is no image', '/page.html', 'invalid_input'],
  ['what is not there', '/none.png', 'network'],
  ['a circle of redirects', '/round', 'network'],
  ['too large by its own word', '/announced.png', 'payload_too_large'],
  ['too large without a word', '/large.png', 'payload_too_large'],
  ['[D2] a redirect to a name of this machine', '/inside', 'not_allowed'],
  ['[D2] a redirect to the metadata service', '/metadata', 'not_allowed'],
  ['[D2] a redirect to a mapped address', '/mapped', 'not_allowed'],
  ['[D2] a redirect to a file', '/file', 'invalid_input'],
])('refused: %s', async (_, page, code) => {
  expect(await codeOf(imageOf(base + page))).toBe(code);
  expect(reachedInside).toBe(0);
});

test.each([
  ['loopback', `http://127.0.0.1:${inner}/a.png`],
  ['loopback on the usual port', 'http://127.0.0.1/a.png'],
  ['its decimal form', `http://2130706433:${inner}/a.png`],
  ['its short form', `http://127.1:${inner}/a.png`],
  ['its octal form on the usual port', 'http://0177.0.0.1/a.png'],
  ['a name of this machine', 'http://localhost/a.png'],
  ['IPv6 loopback', 'http://[::1]/a.png'],
  ['NAT64', 'http://[64:ff9b::7f00:1]/a.png'],
  ['the metadata service', 'http://169.254.169.254/latest/meta-data/'],
  ['another port of a public address', 'http://93.184.216.34:6379/a.png'],
  ['an allowed host on another port', `http://127.0.0.1:${port + 1}/a.png`],
])('[D2] refused: %s', async (_, url) => {
  expect(await codeOf(imageOf(url))).toBe('not_allowed');
  expect(reachedInside).toBe(0);
});

test('[D2] a name that leads inside is refused at the connection, whatever it said before', async () => {
  const proxy = openImageProxy({ allows: () => false });
  await expect(proxy.fetch('http://localhost/a.png')).rejects.toMatchObject({
    code: 'not_allowed',
    message: expect.stringContaining('localhost'),
  });
  await proxy.close();
});

test.each([
  ['other than http', 'ftp://127.0.0.1/a.png', 'invalid_input'],
  ['with a password', `http://a:b@127.0.0.1:${port}/a.png`, 'invalid_input'],
  ['that is none', 'a.png', 'not_found'],
])('an address %s is refused', async (_, url, code) => {
  expect(await codeOf(imageOf(url))).toBe(code);
});

test('only what stands in the item is fetched, and only for who may read it', async () => {
  seen.length = 0;
  expect(await codeOf(imageOf(`${base}/a.png`, { shown: `${base}/a.png?more` }))).toBe('not_found');
  const stranger = (await app.team('Other')).owner;
  expect(await codeOf(imageOf(`${base}/a.png`, { by: stranger }))).toBe('not_found');
  expect(seen).toEqual([]);
});
