import { setTimeout as pause } from 'node:timers/promises';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { caller, startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const [app, other] = await Promise.all([startTestApp(db), startTestApp(db)]);
afterAll(() => Promise.all([app.stop(), other.stop()]));
const { owner, reviewer, service, revoked, signIn } = await app.team();

const make = async (kind: string, by = owner) => (await by.call('POST', '/v1/keys', { kind, name: 'new' })).json();
const holder = (key: string, on = app) => caller(on.send, '', { authorization: `Bearer ${key}` });

test('[P3] the secret of a key is shown once and stored nowhere', async () => {
  const response = await owner.call('POST', '/v1/keys', { kind: 'service', name: 'shop' });
  const made = await response.json();
  expect([response.status, made.key]).toEqual([201, expect.stringMatching(/^cs_service_[\w-]{32}$/)]);
  const { keys } = await (await owner.call('GET', '/v1/keys')).json();
  expect(keys.find((key: { id: string }) => key.id === made.id)).toMatchObject({
    name: 'shop',
    kind: 'service',
    hint: `${made.key.slice(0, 16)}…`,
  });
  const { rows } = await db.pool.query(
    `select (select json_agg(k) from api_keys k)::text || (select json_agg(l) from log_entries l)::text as everything`,
  );
  expect(rows[0].everything).not.toContain(made.key);
  expect(rows[0].everything).not.toContain(made.key.slice(20));
});

test('a service key is the machine, a personal key its person', async () => {
  const asService = holder((await make('service')).key);
  expect(await (await asService.call('GET', '/v1/me')).json()).toMatchObject({
    role: 'service',
    name: 'new',
    email: null,
    actor: { kind: 'apiKey' },
  });
  const asPerson = holder((await make('personal', reviewer)).key);
  expect(await (await asPerson.call('GET', '/v1/me')).json()).toMatchObject({
    role: 'reviewer',
    name: 'Rita Reviewer',
    actor: { kind: 'person', id: reviewer.id },
  });
});

test('[P3] a revoked key is refused at once here, and soon on every other server', async () => {
  const { id, key } = await make('service');
  const [here, there] = [holder(key), holder(key, other)];
  expect([(await here.call('GET', '/v1/me')).status, (await there.call('GET', '/v1/me')).status]).toEqual([200, 200]);
  expect((await owner.call('DELETE', `/v1/keys/${id}`)).status).toBe(204);
  const refused = await here.call('GET', '/v1/me');
  expect([refused.status, refused.headers.get('www-authenticate'), (await refused.json()).code]).toEqual([401, 'Bearer', 'not_signed_in']);
  const startedAt = performance.now();
  while ((await there.call('GET', '/v1/me')).status === 200) await pause(10);
  expect(performance.now() - startedAt).toBeLessThan(4_500);
  expect((await owner.call('DELETE', `/v1/keys/${id}`)).status).toBe(404);
});

test('an owner revokes every key, a reviewer their own', async () => {
  const [ofOwner, ofReviewer, second] = [await make('personal'), await make('personal', reviewer), await make('personal', reviewer)];
  expect((await reviewer.call('DELETE', `/v1/keys/${ofOwner.id}`)).status).toBe(404);
  expect((await reviewer.call('DELETE', `/v1/keys/${ofReviewer.id}`)).status).toBe(204);
  expect((await owner.call('DELETE', `/v1/keys/${second.id}`)).status).toBe(204);
  const { keys } = await (await reviewer.call('GET', '/v1/keys')).json();
  expect(keys.every((key: { personId: string }) => key.personId === reviewer.id)).toBe(true);
});

test('reviewers make no service keys, and service keys make none', async () => {
  for (const [by, kind] of [
    [reviewer, 'service'],
    [service, 'service'],
    [service, 'personal'],
  ] as const)
    expect((await by.call('POST', '/v1/keys', { kind, name: 'x' })).status).toBe(403);
  expect((await service.call('GET', '/v1/keys')).status).toBe(403);
});

test('what is no key is refused with what to send', async () => {
  for (const authorization of [
    '',
    'Bearer',
    'Bearer ',
    'Basic b3duZXI6cGFzcw==',
    'Bearer short',
    `Bearer ${'x'.repeat(600)}`,
    'Bearer cs_service_unknown_key',
    'cs_service_abcdefgh',
  ]) {
    const response = await app.send('/v1/me', { headers: { authorization } });
    expect([authorization, response.status, (await response.json()).code]).toEqual([authorization, 401, 'not_signed_in']);
  }
  expect((await revoked.call('GET', '/v1/me')).status).toBe(401);
});

test('a key that is sent counts, not the session beside it', async () => {
  const member = await signIn('Mia');
  const both = { ...member.headers, authorization: 'Bearer cs_service_unknown_key' };
  expect((await app.send('/v1/me', { headers: both })).status).toBe(401);
  expect((await app.send('/v1/me', { headers: member.headers })).status).toBe(200);
});

test('a key ends when its person leaves the workspace', async () => {
  const member = await signIn('Lea');
  const { key } = await make('personal', member);
  const held = holder(key);
  expect((await held.call('GET', '/v1/me')).status).toBe(200);
  await db.pool.query('delete from members where person_id = $1', [member.id]);
  app.parts.hints.send({ access: [member.id] });
  let status = 200;
  for (const until = performance.now() + 5_500; status === 200 && performance.now() < until; await pause(10))
    status = (await held.call('GET', '/v1/me')).status;
  expect(status).toBe(403);
});
