import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { operations, startTestApp } from '../src/testing/index.ts';
import { freshTarget, nowhere, rows, type Target } from './route-rows.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const [mine, theirs] = [await app.team('Mine'), await app.team('Theirs')];
const own = await mine.checkpoint('mine');
const foreign = await theirs.checkpoint('only-theirs');
await freshTarget(mine, own);

/** The whole answer as text, but for what differs between any two: what was asked for, ids and times of new things. */
async function answer(role: 'owner' | 'reviewer' | 'service', name: string, target: Target): Promise<string> {
  const row = rows[name];
  if (!row) throw new Error(`${name} has no row in route-rows.ts: say who may call it.`);
  const response = await mine[role].call(name.split(' ')[0] as string, row.path(target), row.body?.(target));
  const isStream = response.headers.get('content-type') === 'text/event-stream';
  if (isStream) await response.body?.cancel();
  const headers = [...response.headers].map(([header, value]) => `${header}: ${value}`).join('\n');
  let text = `${response.status}\n${headers}\n\n${isStream ? '' : await response.text()}`;
  for (const value of Object.values(target)) text = text.replaceAll(value, '(asked for)');
  return text
    .replaceAll(/"requestId":"[0-9a-f-]{36}"/g, '"requestId"')
    .replaceAll(/\b(cp|item|key|invite|review|batch|run|call|lesson)_[0-9a-z]{26}\b/g, '$1_')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '(time)')
    .replaceAll(/bulk-row-\d+/g, 'bulk-row')
    .replaceAll(/cs_\w+_[\w-]{32}|cs_service_[\w-]{5}…/g, '(key)');
}

const naming = operations.filter(({ name }) => rows[name]?.names !== false);

test('most routes name something', () => expect(naming.length).toBeGreaterThan(12));

test('[P2] no list of ours shows anything of theirs', async () => {
  const { item } = await freshTarget(theirs, foreign);
  for (const { name, method } of operations.filter((one) => one.method === 'GET' && !one.path.includes('{') && one.path !== '/v1/events')) {
    const path = name.split(' ')[1] as string;
    const text = await (await mine.owner.call(method, path)).text();
    for (const theirsOnly of ['only-theirs', 'Theirs', item, theirs.owner.id, theirs.service.id, theirs.reviewer.id, theirs.workspace.id])
      expect([path, text.includes(theirsOnly)]).toEqual([path, false]);
  }
});

test.each(naming)('[P2] $name answers for what belongs to others as for what does not exist', async ({ name }) => {
  for (const role of ['owner', 'reviewer', 'service'] as const) {
    // To put is to create: each time takes names that we do not have yet.
    const isMade = /^PUT \/v1\/(checkpoints|providers|workflows)/.test(name);
    const suffix = isMade ? `-put-${role}` : '';
    const unknown = await answer(role, name, {
      ...nowhere,
      checkpoint: `never-was${suffix}`,
      provider: `no-provider${suffix}`,
      workflow: `no-workflow${suffix}`,
    });
    const ofOthers = await answer(role, name, await freshTarget(theirs, await theirs.checkpoint(`only-theirs${suffix}`)));
    expect(ofOthers).toBe(unknown);
  }
});

test('[P2] nothing of ours changed theirs', async () => {
  const kept = await theirs.checkpoint('kept', { title: 'Theirs' });
  const target = await freshTarget(theirs, kept);
  const { item, key } = target;
  const before = await (await theirs.owner.call('GET', `/v1/checkpoints/${kept}`)).json();
  for (const { name } of naming) for (const role of ['owner', 'reviewer', 'service'] as const) await answer(role, name, target);
  expect((await theirs.owner.call('GET', `/v1/items/${item}`)).status).toBe(200);
  expect(await (await theirs.owner.call('GET', `/v1/items/${item}`)).json()).toMatchObject({ state: 'waiting', decision: null });
  const { keys } = await (await theirs.owner.call('GET', '/v1/keys')).json();
  expect(keys.map(({ id }: { id: string }) => id)).toContain(key);
  expect(await (await theirs.owner.call('GET', `/v1/checkpoints/${kept}`)).json()).toEqual(before);
});
