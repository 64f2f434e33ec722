import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { caller, startListening, startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
const [server, proxied] = await Promise.all([startListening(db), startListening(db, { trustProxy: true })]);
afterAll(async () => {
  await Promise.all([server.stop(), proxied.stop()]);
  await app.stop();
});
const { signIn, workspace } = await app.team();

let clients = 0;
const from = (client = `10.0.0.${++clients}`) => ({ 'content-type': 'application/json', 'x-countersign-client': client });
const trySignIn = (body: unknown, headers: Record<string, string> = from()) =>
  app.send('/v1/auth/sign-in/email', { method: 'POST', headers, body: JSON.stringify(body) });
const freshTable = () => db.pool.query('delete from rate_limits');

test('e-mail and password give a session in a cookie that scripts and other sites cannot use', async () => {
  const { email, password, id } = await signIn('Ann');
  const response = await trySignIn({ email: email.toUpperCase(), password });
  expect(response.status).toBe(200);
  const cookies = response.headers.getSetCookie();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatch(/^countersign\.session_token=[^;]+; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/);
  const me = await app.send('/v1/me', { headers: { cookie: cookies[0]?.split(';')[0] as string } });
  expect(await me.json()).toMatchObject({
    actor: { kind: 'person', id },
    role: 'reviewer',
    name: 'Ann',
    email,
    workspace: { id: workspace.id },
  });
});

test('behind https the cookie is for https alone', async () => {
  const secure = await startTestApp(db, { publicUrl: 'https://review.example.test' });
  const { email, password } = await signIn('Sec');
  const response = await secure.send('https://review.example.test/v1/auth/sign-in/email', {
    method: 'POST',
    headers: from(),
    body: JSON.stringify({ email, password }),
  });
  expect(response.headers.getSetCookie()[0]).toMatch(/^__Secure-countersign\.session_token=.*; Secure/);
  await secure.stop();
});

test('[P3] a wrong password and an unknown address are answered alike', async () => {
  const { email } = await signIn('Bob');
  const answers = await Promise.all(
    [email, 'nobody@example.test'].map((address) => trySignIn({ email: address, password: 'wrong password' })),
  );
  const bodies = await Promise.all(answers.map((one) => one.json()));
  for (const [n, answer] of answers.entries()) {
    expect([answer.status, answer.headers.get('content-type'), answer.headers.getSetCookie()]).toEqual([
      401,
      'application/problem+json',
      [],
    ]);
    expect(bodies[n].code).toBe('not_signed_in');
  }
  expect({ ...bodies[0], requestId: '' }).toEqual({ ...bodies[1], requestId: '' });
});

test('what is no sign-in is answered as a problem', async () => {
  for (const body of [{}, { email: 'x', password: 1 }, [], 'text', { email: 'a@b.c', password: 'x'.repeat(100_000) }]) {
    const response = await trySignIn(body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  }
});

test('nobody signs up by themselves', async () => {
  const response = await app.send('/v1/auth/sign-up/email', {
    method: 'POST',
    headers: from(),
    body: JSON.stringify({ email: 'new@example.test', password: 'long enough', name: 'New' }),
  });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect((await db.pool.query(`select from people where email = 'new@example.test'`)).rowCount).toBe(0);
});

const statusesOfTries = async (on: typeof server, headersOf: (n: number) => Record<string, string>) => {
  const answers: Response[] = [];
  for (let n = 0; n < 13; n += 1)
    answers.push(
      await on.send('/v1/auth/sign-in/email', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headersOf(n) },
        body: JSON.stringify({ email: `guess-${n}@example.test`, password: 'a wrong password' }),
      }),
    );
  return answers;
};

test('[P3] the eleventh try within a minute has to wait, and says how long', async () => {
  await freshTable();
  const answers = await statusesOfTries(server, () => ({}));
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429, 429]);
  const refused = answers[12] as Response;
  expect((await refused.json()).code).toBe('rate_limited');
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
});

test.each(['x-forwarded-for', 'x-countersign-client', 'X-Real-IP', 'Forwarded', 'CF-Connecting-IP'])(
  '[P3] no %s of the client gives more tries',
  async (header) => {
    await freshTable();
    const answers = await statusesOfTries(server, (n) => ({ [header]: `203.0.113.${n}` }));
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429, 429]);
    const { rows } = await db.pool.query(`select key from rate_limits where key like '%sign-in%'`);
    expect(rows).toEqual([{ key: expect.stringContaining('127.0.0.1') }]);
  },
);

test('[P3] behind a proxy the address that it added counts, not those that the client wrote before', async () => {
  await freshTable();
  const forged = await statusesOfTries(proxied, (n) => ({ 'x-forwarded-for': `203.0.113.${n}, 198.51.100.7` }));
  expect(forged.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429, 429]);
  await freshTable();
  const named = await statusesOfTries(proxied, (n) => ({ 'x-forwarded-for': '198.51.100.7', 'X-Countersign-Client': `203.0.113.${n}` }));
  expect(named.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429, 429]);
  const { rows } = await db.pool.query(`select key from rate_limits where key like '%sign-in%'`);
  expect(rows).toEqual([{ key: expect.stringContaining('198.51.100.7') }]);
  const others = await statusesOfTries(proxied, (n) => ({ 'x-forwarded-for': `198.51.100.${100 + n}` }));
  expect(others.map(({ status }) => status)).toEqual(Array(13).fill(401));
});

test('[P3] signing out ends the session everywhere, also for who copied the cookie', async () => {
  const member = await signIn('Cleo');
  expect((await member.call('GET', '/v1/me')).status).toBe(200);
  const out = await member.call('POST', '/v1/auth/sign-out', {});
  expect(out.status).toBe(200);
  expect(out.headers.getSetCookie()[0]).toMatch(/Max-Age=0/);
  expect((await member.call('GET', '/v1/me')).status).toBe(401);
});

test('[P3] a session that has run out is over, and so is a forged one', async () => {
  const member = await signIn('Dan');
  expect((await member.call('GET', '/v1/me')).status).toBe(200);
  await db.pool.query(`update sessions set expires_at = now() - interval '1 second' where person_id = $1`, [member.id]);
  await app.parts.hints.flush();
  const fresh = caller(app.send, '', { cookie: `${member.headers.cookie}; other=1` });
  expect((await fresh.call('GET', '/v1/me')).status).toBe(401);
  const forged = caller(app.send, '', { cookie: `${member.headers.cookie?.slice(0, -6)}AAAAAA` });
  expect((await forged.call('GET', '/v1/me')).status).toBe(401);
  for (const cookie of [
    '',
    'x',
    'countersign.session_token=',
    'countersign.session_token=%00',
    `countersign.session_token=${'a'.repeat(5000)}`,
  ])
    expect((await app.send('/v1/me', { headers: { cookie } })).status).toBe(401);
});

test('a person who belongs to no workspace is told so', async () => {
  const member = await signIn('Eve');
  await db.pool.query('delete from members where person_id = $1', [member.id]);
  const response = await member.call('GET', '/v1/me');
  expect([response.status, (await response.json()).code]).toEqual([403, 'not_allowed']);
});
