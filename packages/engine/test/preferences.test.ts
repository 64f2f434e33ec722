import { expect, test } from 'vitest';
import { getPreferences, putPreferences } from '../src/preferences/preferences.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf } from './acts.ts';
import { kindsOf } from './observe.ts';

const { db } = await useTestDatabase();

test('settings are kept as they were sent, for one person in one workspace', async () => {
  const { id, person, owner } = await makeWorkspace(db);
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  const elsewhere = { ...ann, workspaceId: (await makeWorkspace(db)).id };
  expect(await getPreferences({ ctx: ann })).toEqual({});
  const input = { keys: { approve: 'y', z: [1, null] }, fromANewerConsole: { deep: true } };
  expect(await putPreferences({ ctx: ann, input })).toEqual(input);
  expect(JSON.stringify(await getPreferences({ ctx: ann }))).toBe(JSON.stringify(input));
  for (const ctx of [ben, owner, elsewhere]) expect(await getPreferences({ ctx })).toEqual({});
  expect(await putPreferences({ ctx: ann, input: { theme: 'dark' } })).toEqual({ theme: 'dark' });
  expect(await kindsOf(db, id)).not.toContain('preferences');
});

test('more than 64 kB, or what is no object, is refused and changes nothing', async () => {
  const { owner } = await makeWorkspace(db);
  await putPreferences({ ctx: owner, input: { a: 1 } });
  expect(await codeOf(putPreferences({ ctx: owner, input: { text: 'ä'.repeat(32_000) } }))).toBe('payload_too_large');
  expect(await codeOf(putPreferences({ ctx: owner, input: ['a'] }))).toBe('ZodError');
  expect(await getPreferences({ ctx: owner })).toEqual({ a: 1 });
  expect(await putPreferences({ ctx: owner, input: { text: 'a'.repeat(63_000) } })).toBeDefined();
});

test('[P1] a service key has no settings', async () => {
  const { service } = await makeWorkspace(db);
  expect(await codeOf(getPreferences({ ctx: service }))).toBe('not_allowed');
  expect(await codeOf(putPreferences({ ctx: service, input: {} }))).toBe('not_allowed');
});

test('ten at once leave one of them, whole', async () => {
  const { owner } = await makeWorkspace(db);
  const settings = Array.from({ length: 10 }, (_, n) => ({ n, same: n }));
  await Promise.all(settings.map((input) => putPreferences({ ctx: owner, input })));
  expect(settings).toContainEqual(await getPreferences({ ctx: owner }));
});
