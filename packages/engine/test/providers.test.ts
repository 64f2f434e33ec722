import { describe, expect, test } from 'vitest';
import { findProvider, listProviders, openProvider } from '../src/providers/list.ts';
import { putProvider } from '../src/providers/put.ts';
import { removeProvider, restProvider } from '../src/providers/remove.ts';
import { seal, unseal } from '../src/providers/seal.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { addedTo, logOf } from './observe.ts';

const { db } = await useTestDatabase();
const secret = 'the secret of this installation';

describe('[P3] a sealed key', () => {
  test('opens with its secret, at its place, and nowhere else', () => {
    const sealed = seal(secret, 'ws_1/openai', 'sk-1234');
    expect(sealed).not.toContain('sk-1234');
    expect(unseal(secret, 'ws_1/openai', sealed)).toBe('sk-1234');
    expect(seal(secret, 'ws_1/openai', 'sk-1234')).not.toBe(sealed);
    for (const open of [
      () => unseal('another', 'ws_1/openai', sealed),
      () => unseal(secret, 'ws_2/openai', sealed),
      () => unseal(secret, 'ws_1/openai', `${sealed.slice(0, -2)}AA`),
      () => unseal(secret, 'ws_1/openai', 'v1.AAAA.AAAA.AAAA'),
      () => unseal(secret, 'ws_1/openai', 'plain text'),
    ])
      expect(open).toThrow(/stored with another secret/);
  });

  test('is in no answer and in no table as text, stays when it is left out, and goes with null', async () => {
    const { owner: ctx } = await makeWorkspace(db);
    const put = (input: object) => putProvider({ ctx, name: 'cloud', input: { kind: 'openai', ...input }, secret });
    const entries = await addedTo(db, ctx.workspaceId, () => put({ key: 'sk-very-secret' }));
    expect(entries).toMatchObject([{ kind: 'provider.changed', data: { name: 'cloud', kind: 'openai', keyChanged: true } }]);
    expect((await put({ concurrency: 3 })).provider).toMatchObject({ hasKey: true, concurrency: 3 });
    expect(await openProvider(ctx, 'cloud', secret)).toMatchObject({ key: 'sk-very-secret' });
    const { rows } = await db.pool.query('select t::text as row from providers t where workspace_id = $1', [ctx.workspaceId]);
    for (const seen of [rows, await listProviders({ ctx }), await logOf(db, ctx.workspaceId)])
      expect(JSON.stringify(seen)).not.toContain('very-secret');
    expect((await put({ key: null })).provider.hasKey).toBe(false);
  });

  test('is refused where there is nothing to encrypt it with, and unreadable with another secret', async () => {
    const { owner: ctx } = await makeWorkspace(db);
    await expect(putProvider({ ctx, name: 'cloud', input: { kind: 'openai', key: 'sk' }, secret: null })).rejects.toThrow(
      /COUNTERSIGN_SECRET/,
    );
    await putProvider({ ctx, name: 'cloud', input: { kind: 'openai', key: 'sk' }, secret });
    await expect(openProvider(ctx, 'cloud', 'another')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('Enter it again'),
    });
  });
});

test('the same name in two workspaces are two providers', async () => {
  const [one, two] = [await makeWorkspace(db), await makeWorkspace(db)];
  await putProvider({ ctx: one.owner, name: 'cloud', input: { kind: 'openai', key: 'sk-one' }, secret });
  await expect(openProvider(two.owner, 'cloud', secret)).rejects.toMatchObject({ code: 'not_found' });
});

test('servers of local models and the recorded drafts need not be added, and one that is added counts more', async () => {
  const { owner: ctx } = await makeWorkspace(db);
  expect(await findProvider(ctx, 'ollama')).toMatchObject({ address: 'http://127.0.0.1:11434/v1', hasKey: false });
  for (const name of ['constructor', 'toString', '__proto__'])
    await expect(findProvider(ctx, name)).rejects.toMatchObject({ code: 'not_found' });
  expect(await findProvider(ctx, 'recorded')).toMatchObject({ isRecorded: true });
  await putProvider({ ctx, name: 'ollama', input: { kind: 'openai-compatible', address: 'http://10.0.0.5:11434/v1' }, secret: null });
  expect(await findProvider(ctx, 'ollama')).toMatchObject({ address: 'http://10.0.0.5:11434/v1' });
  await expect(putProvider({ ctx, name: 'recorded', input: { kind: 'openai' }, secret: null })).rejects.toMatchObject({
    details: { pointer: '/name' },
  });
});

test('a rest ends with the longest that was asked for, and with another setting', async () => {
  const { owner: ctx } = await makeWorkspace(db);
  const put = () => putProvider({ ctx, name: 'cloud', input: { kind: 'openai' }, secret: null });
  await put();
  await restProvider(ctx, 'cloud', 60);
  await restProvider(ctx, 'cloud', 5);
  const until = Date.parse((await findProvider(ctx, 'cloud')).pausedUntil as string);
  expect(until - Date.now()).toBeGreaterThan(50_000);
  expect((await put()).provider.pausedUntil).toBeNull();
});

test('a removed provider is gone with its key, and the log says so', async () => {
  const { owner: ctx } = await makeWorkspace(db);
  await putProvider({ ctx, name: 'cloud', input: { kind: 'openai', key: 'sk' }, secret });
  expect(await addedTo(db, ctx.workspaceId, () => removeProvider({ ctx, name: 'cloud' }))).toMatchObject([{ kind: 'provider.removed' }]);
  await expect(removeProvider({ ctx, name: 'cloud' })).rejects.toMatchObject({ code: 'not_found' });
});
