import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startListening, startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
const server = await startListening(db);
afterAll(async () => {
  await server.stop();
  await app.stop();
});
const { service, owner, checkpoint } = await app.team();

const line = (n: number) => `${JSON.stringify({ key: `k${n}`, input: { n, text: 'x'.repeat(150) }, output: 'short' })}\n`;
const countOf = async (name: string): Promise<number> => (await (await owner.call('GET', `/v1/checkpoints/${name}`)).json()).counts.waiting;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const heldBytes = () => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

const openImport = (name: string) =>
  request({
    port: server.port,
    host: '127.0.0.1',
    method: 'POST',
    path: `/v1/checkpoints/${name}/items/import`,
    headers: { ...service.headers, 'content-type': 'application/x-ndjson' },
  });

async function eventually<T>(look: () => Promise<T>, isRight: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look();
    if (isRight(seen)) return seen;
    await pause(20);
  }
}

test('[I10] when the client goes away in the middle, what was stored stays, and the import again completes it', async () => {
  const name = await checkpoint('broken-off');
  const broken = openImport(name);
  broken.on('error', () => {});
  for (let n = 0; n < 2250; n += 1) broken.write(line(n));
  await eventually(
    () => countOf(name),
    (count) => count >= 2000,
  );
  broken.destroy();
  await pause(200);
  const stored = await countOf(name);
  expect(stored % 500).toBe(0);
  const again = await server.send(`/v1/checkpoints/${name}/items/import`, {
    method: 'POST',
    headers: service.headers,
    body: Array.from({ length: 3000 }, (_, n) => line(n)).join(''),
  });
  expect(await again.json()).toMatchObject({ accepted: 3000 - stored, replayed: stored, rejectedCount: 0 });
  expect(await countOf(name)).toBe(3000);
});

test('a stream of 200,000 lines is read no faster than it is stored, so that memory stays flat', { timeout: 300_000 }, async () => {
  const name = await checkpoint('long');
  const sent = openImport(name);
  const answered = once(sent, 'response');
  const [lines, keys] = [200_000, 40_000];
  const held: number[] = [];
  for (let n = 0; n < lines; n += 1000) {
    const text = Array.from({ length: 1000 }, (_, at) => line((n + at) % keys)).join('');
    if (!sent.write(text)) await once(sent, 'drain');
    if (n % 20_000 === 0) held.push(heldBytes());
  }
  sent.end();
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual({ accepted: keys, replayed: lines - keys, rejectedCount: 0, rejected: [] });
  // The body has 40 MB, sent as fast as the sockets take it.
  expect(Math.max(...held) - Math.min(...held)).toBeLessThan(15_000_000);
});
