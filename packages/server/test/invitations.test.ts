import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp, testUrl } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const { owner, reviewer, service, workspace, signIn } = await app.team();

let people = 0;
const newPerson = () => ({ email: `new-${++people}@example.test`, name: 'Newton New', password: 'a long password' });
const invite = async (role = 'reviewer'): Promise<string> => (await (await owner.call('POST', '/v1/invitations', { role })).json()).token;
const accept = (body: Record<string, unknown>, client = `10.1.0.${people}`) =>
  app.send('/v1/invitations/accept', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-countersign-client': client },
    body: JSON.stringify(body),
  });

test('a link makes a member who is signed in', async () => {
  const made = await owner.call('POST', '/v1/invitations', { role: 'reviewer' });
  const { url, token, role, expiresAt } = await made.json();
  expect([made.status, url, role]).toEqual([201, `${testUrl}/welcome#${token}`, 'reviewer']);
  expect(Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)).toBe(7);
  const person = newPerson();
  const response = await accept({ token, ...person });
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { role: 'reviewer', name: 'Newton New', email: person.email, workspace: { id: workspace.id } },
  ]);
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] as string;
  expect(await (await app.send('/v1/me', { headers: { cookie } })).json()).toMatchObject({ email: person.email });
  const { rows } = await db.pool.query('select json_agg(i)::text as stored from invitations i');
  expect(rows[0].stored).not.toContain(token);
});

test('a link works once', async () => {
  const token = await invite();
  expect((await accept({ token, ...newPerson() })).status).toBe(200);
  const again = await accept({ token, ...newPerson() });
  expect([again.status, (await again.json()).code]).toEqual([410, 'link_used']);
  expect((await accept({ token: 'x'.repeat(32), ...newPerson() })).status).toBe(410);
});

test('a link that is too old is used up', async () => {
  const token = await invite();
  await db.pool.query(`update invitations set expires_at = now() - interval '1 second' where used_at is null`);
  expect((await accept({ token, ...newPerson() })).status).toBe(410);
});

test.each([2, 24])('%i who accept one link at the same time make one member', async (times) => {
  const token = await invite();
  const before = (await db.pool.query('select count(*)::int as n from members')).rows[0].n;
  const startedAt = performance.now();
  const answers = await Promise.all(Array.from({ length: times }, () => accept({ token, ...newPerson() })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(times - 1).fill(410)]);
  expect((await db.pool.query('select count(*)::int as n from members')).rows[0].n).toBe(before + 1);
  expect(performance.now() - startedAt).toBeLessThan(9_000);
});

test('two clicks of one person make one member too', async () => {
  const [token, person] = [await invite(), newPerson()];
  const answers = await Promise.all([accept({ token, ...person }), accept({ token, ...person })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  const { rows } = await db.pool.query('select count(*)::int as n from people where email = $1', [person.email]);
  expect(rows[0].n).toBe(1);
});

test('an address that has an account joins with its password, and with no other', async () => {
  const other = await app.team('Elsewhere');
  const known = await other.signIn('Known');
  const token = await invite();
  const wrong = await accept({ token, email: known.email, password: 'not the password' });
  expect([wrong.status, await wrong.json()]).toMatchObject([409, { code: 'already_exists', pointer: '/email' }]);
  const right = await accept({ token, email: known.email, password: known.password });
  expect(right.status).toBe(200);
  const { rows } = await db.pool.query('select count(*)::int as n from people where email = $1', [known.email]);
  expect(rows[0].n).toBe(1);
});

test('[P3] a link is no way to guess a password without limit', async () => {
  const victim = await signIn('Vic');
  const token = await invite();
  const statuses: number[] = [];
  for (let n = 0; n < 14; n += 1)
    statuses.push((await accept({ token, email: victim.email, password: `guess number ${n}` }, '10.9.9.9')).status);
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(409));
  expect(statuses.slice(10)).toEqual(Array(4).fill(429));
});

test('an owner stays an owner, whatever link they follow', async () => {
  const boss = await signIn('Boss', 'owner');
  expect((await (await accept({ token: await invite('reviewer'), email: boss.email, password: boss.password })).json()).role).toBe('owner');
});

test('a bad form keeps the link usable', async () => {
  const token = await invite();
  for (const bad of [{ password: 'short' }, { email: 'no address' }, { name: 'x'.repeat(101) }, { role: 'owner' }, { name: 'a\u0000b' }]) {
    const response = await accept({ token, ...newPerson(), ...bad });
    expect([bad, response.status]).toEqual([bad, 400]);
  }
  expect((await accept({ token, ...newPerson() })).status).toBe(200);
});

test('[P1] only owners invite', async () => {
  for (const by of [reviewer, service]) expect((await by.call('POST', '/v1/invitations', { role: 'owner' })).status).toBe(403);
});
