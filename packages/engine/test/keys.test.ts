import { expect, test } from 'vitest';
import { installationSecret } from '../src/installation.ts';
import { createKey, findKeyHolder, listKeys, revokeKey } from '../src/keys/keys.ts';
import { createInvitation } from '../src/people/invitations.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf } from './acts.ts';
import { addedTo, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

/** Every text of the database that holds this one. */
async function placesOf(secret: string): Promise<string[]> {
  const { rows: tables } = await db.pool.query(`select table_name from information_schema.tables where table_schema = 'public'`);
  const places: string[] = [];
  for (const { table_name: table } of tables) {
    const { rows } = await db.pool.query(`select 1 from "${table}" t where strpos(t::text, $1) > 0`, [secret]);
    if (rows.length > 0) places.push(table);
  }
  return places;
}

test('[P3] keys and links are stored hashed, and shown once', async () => {
  const { owner } = await makeWorkspace(db);
  const personal = await createKey({ ctx: owner, input: { kind: 'personal', name: 'mine' } });
  const service = await createKey({ ctx: owner, input: { kind: 'service', name: 'app' } });
  const { token } = await createInvitation({ ctx: owner, input: { role: 'reviewer' } });
  expect(await placesOf('app'), 'the search finds what is there').toContain('api_keys');
  for (const secret of [personal.key, service.key, token]) {
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect(await placesOf(secret)).toEqual([]);
    expect(await placesOf(secret.slice(-16))).toEqual([]);
  }
  expect(JSON.stringify(await listKeys({ ctx: owner }))).not.toContain(personal.key);
  expect(personal.key.startsWith(personal.hint.slice(0, -1))).toBe(true);
});

test('[P3] the hint of a chosen secret gives away its first letters only', async () => {
  const { owner } = await makeWorkspace(db);
  for (const secret of ['cs_chosen_by_a_person', 'another chosen secret']) {
    const { hint, key } = await createKey({ ctx: owner, input: { kind: 'personal', name: 'chosen' }, secret });
    expect({ hint, key }).toEqual({ hint: `${secret.slice(0, 4)}…`, key: secret });
    expect(await findKeyHolder(db, secret)).toMatchObject({ personId: owner.actor.id });
  }
  expect(await codeOf(createKey({ ctx: owner, input: { kind: 'personal', name: 'short' }, secret: 'x'.repeat(19) }))).toBe('invalid_input');
});

test('[P3] a key is known by its holder until it is revoked, at once and for good', async () => {
  const { id, owner } = await makeWorkspace(db);
  const { key, id: keyId } = await createKey({ ctx: owner, input: { kind: 'service', name: 'app' } });
  expect(await findKeyHolder(db, key)).toEqual({ keyId, workspaceId: id, kind: 'service', name: 'app', personId: null });
  for (const wrong of ['', 'cs_service_', key.slice(0, -1), `${key} `, key.toUpperCase()])
    expect(await findKeyHolder(db, wrong)).toBeNull();
  await revokeKey({ ctx: owner, id: keyId });
  expect(await findKeyHolder(db, key)).toBeNull();
  expect(await listKeys({ ctx: owner })).toEqual([]);
  expect(await codeOf(revokeKey({ ctx: owner, id: keyId }))).toBe('not_found');
});

test('[P1] a person sees and revokes their own keys, an owner also those of services', async () => {
  const { owner, person } = await makeWorkspace(db);
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  const mine = await createKey({ ctx: ann, input: { kind: 'personal', name: 'mine' } });
  const app = await createKey({ ctx: owner, input: { kind: 'service', name: 'app' } });
  const names = async (ctx: typeof ann) => (await listKeys({ ctx })).map(({ name }) => name);
  expect([await names(ann), await names(ben), await names(owner)]).toEqual([['mine'], [], ['app']]);
  expect(await codeOf(revokeKey({ ctx: ben, id: mine.id }))).toBe('not_found');
  expect(await codeOf(revokeKey({ ctx: ann, id: app.id }))).toBe('not_found');
  expect(await codeOf(revokeKey({ ctx: owner, id: mine.id })), 'an owner ends any key of the workspace').toBe('done');
});

test('[P3] the use of a key is noted', async () => {
  const { owner } = await makeWorkspace(db);
  const { key, lastUsedAt } = await createKey({ ctx: owner, input: { kind: 'service', name: 'app' } });
  expect(lastUsedAt).toBeNull();
  await findKeyHolder(db, key);
  expect((await listKeys({ ctx: owner }))[0]?.lastUsedAt).not.toBeNull();
});

test('[P3] two revocations at once: one ends the key, and the log says so once', async () => {
  const { id, owner } = await makeWorkspace(db);
  const { id: keyId } = await createKey({ ctx: owner, input: { kind: 'service', name: 'app' } });
  const entries = await addedTo(db, id, async () => {
    expect((await Promise.all([1, 2].map(() => codeOf(revokeKey({ ctx: owner, id: keyId }))))).sort()).toEqual(['done', 'not_found']);
  });
  expect(entries.map(({ kind }) => kind)).toEqual(['key.revoked']);
});

test('a key that exists already is refused with a reason, and nothing is half made', async () => {
  const { id, owner } = await makeWorkspace(db);
  const secret = 'a secret that was taken';
  await createKey({ ctx: owner, input: { kind: 'personal', name: 'one' }, secret });
  const before = await rowsOf(db, id);
  expect(await codeOf(createKey({ ctx: owner, input: { kind: 'personal', name: 'two' }, secret }))).toBe('already_exists');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('the secret of the installation is made once, whoever asks first', async () => {
  const secrets = await Promise.all(Array.from({ length: 10 }, () => installationSecret(db)));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]!.length).toBeGreaterThanOrEqual(40);
});
