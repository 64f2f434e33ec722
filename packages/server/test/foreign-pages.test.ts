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
const { owner, signIn } = await app.team();
const member = await signIn('Mia', 'owner');
const host = `127.0.0.1:${server.port}`;

const put = (headers: Record<string, string>, identity = member.headers) =>
  server.send('/v1/checkpoints/texts', {
    method: 'PUT',
    headers: { ...identity, 'content-type': 'application/json', ...headers },
    body: '{"title":"Texts"}',
  });

test.each([
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: `http://${host}.evil.example` },
  { origin: `http://127.0.0.1:${1}` },
  { origin: 'nonsense' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
])('a session does nothing for a page of another site: %o', async (headers) => {
  const response = await put(headers as Record<string, string>);
  expect([response.status, (await response.json()).code]).toEqual([403, 'not_allowed']);
});

test.each([{ origin: `http://${host}` }, { 'sec-fetch-site': 'same-origin' }, {}])('and acts for our own: %o', async (headers) => {
  expect((await put(headers as Record<string, string>)).status).toBeLessThan(300);
});

test('no page can send a key it does not have: the origin does not matter', async () => {
  const response = await put({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, owner.headers);
  expect(response.status).toBeLessThan(300);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

test('no page of another site signs anybody in or out', async () => {
  for (const path of ['sign-in/email', 'sign-out']) {
    const response = await server.send(`/v1/auth/${path}`, {
      method: 'POST',
      headers: { ...member.headers, origin: 'https://evil.example', 'content-type': 'application/json' },
      body: JSON.stringify({ email: member.email, password: member.password }),
    });
    expect([path, response.status, response.headers.getSetCookie()]).toEqual([path, 403, []]);
  }
  expect((await server.send('/v1/me', { headers: member.headers })).status).toBe(200);
});

test('no answer allows a page of another site to send the session along', async () => {
  const foreign = { ...member.headers, origin: 'https://evil.example' };
  const answers = [
    await server.send('/v1/me', { headers: foreign }),
    await server.send('/v1/items/item_none', { headers: foreign }),
    await server.send('/v1/auth/get-session', { headers: foreign }),
    await server.send('/v1/me', { method: 'OPTIONS', headers: { ...foreign, 'access-control-request-method': 'PUT' } }),
  ];
  for (const { headers } of answers) {
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('access-control-allow-origin')).not.toBe('https://evil.example');
  }
});

test('a page with a key reads the errors too', async () => {
  const response = await server.send('/v1/items/item_none', { headers: { ...owner.headers, origin: 'https://app.example' } });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([404, '*']);
});
