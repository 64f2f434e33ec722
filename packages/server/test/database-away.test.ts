import { closeDatabase, openDatabase } from '@countersign/engine';
import { useTestDatabase } from '@countersign/engine/testing';
import { expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();

test('while the database is away, keys, sessions and sign-in are answered with 503, never as signed out', async () => {
  const own = openDatabase(db.connection);
  const app = await startTestApp(own);
  const { signIn } = await app.team();
  const { email, password } = await signIn('Ann');
  const headers = { 'content-type': 'application/json', 'x-countersign-client': '10.0.0.1' };
  const trySignIn = () => app.send('/v1/auth/sign-in/email', { method: 'POST', headers, body: JSON.stringify({ email, password }) });
  const cookie = (await trySignIn()).headers.getSetCookie()[0]?.split(';')[0] as string;
  await closeDatabase(own);
  const answers = await Promise.all([
    app.send('/v1/me', { headers: { cookie } }),
    app.send('/v1/me', { headers: { authorization: 'Bearer cs_some_unknown_key' } }),
    app.send('/v1/claims', { method: 'POST', headers: { cookie, 'content-type': 'application/json' }, body: '{}' }),
    app.send('/readyz'),
    trySignIn(),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'database_unavailable' });
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  await app.stop();
});
