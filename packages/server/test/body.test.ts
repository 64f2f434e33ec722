import { request } from 'node:http';
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
const { service, signIn, checkpoint } = await app.team();
const path = `/v1/checkpoints/${await checkpoint('texts')}/items`;

/** Without a length, in pieces. */
const sendChunked = (
  at: string,
  headers: Record<string, string>,
  pieces: string[],
  method = 'POST',
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    let isAnswered = false;
    const sent = request(
      {
        port: server.port,
        host: '127.0.0.1',
        method,
        path: at,
        headers: { ...headers, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
        agent: false,
      },
      async (response) => {
        isAnswered = true;
        resolve({ status: response.statusCode as number, text: Buffer.concat(await response.toArray().catch(() => [])).toString() });
      },
    );
    sent.on('error', (error) => isAnswered || reject(error));
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });

test('a body of unknown length is read like any other', async () => {
  const { status, text } = await sendChunked(path, service.headers, ['{"key":"chunk', 'ed","input":1,', '"output":"Grö', 'ße"}']);
  expect([status, JSON.parse(text).output]).toEqual([201, 'Größe']);
  const { status: refused } = await sendChunked(path, service.headers, ['{"key":']);
  expect(refused).toBe(400);
});

test('signing in works with one too', async () => {
  const { email, password } = await signIn('Chuck');
  const { status } = await sendChunked('/v1/auth/sign-in/email', {}, [JSON.stringify({ email, password })]);
  expect(status).toBe(200);
});

test('a method that no route knows may carry one', async () => {
  expect((await sendChunked('/v1/me', service.headers, ['{}'], 'SEARCH')).status).toBe(404);
});

test.each(['/v1/checkpoints/texts/items', '/v1/auth/sign-in/email'])('a body of unknown length over 16 MB is refused at %s', async (at) => {
  const { status, text } = await sendChunked(at, service.headers, [
    '{"key":"big","input":"',
    ...Array(17).fill('x'.repeat(1_000_000)),
    '"}',
  ]);
  expect([status, JSON.parse(text).code]).toEqual([413, 'payload_too_large']);
});

test('one that names a length over 16 MB is refused before it is sent', async () => {
  const status = await new Promise((resolve, reject) => {
    const sent = request(
      {
        port: server.port,
        host: '127.0.0.1',
        method: 'POST',
        path,
        headers: { ...service.headers, 'content-length': '16000001' },
        agent: false,
      },
      (response) => resolve(response.statusCode),
    );
    sent.on('error', reject).flushHeaders();
  });
  expect(status).toBe(413);
});
