import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const { owner, reviewer, service, checkpoint, person } = await app.team();

let count = 0;
const queue = async (length: number, settings = {}) => {
  const name = await checkpoint(`queue-${++count}`, settings);
  const ids: string[] = [];
  for (let n = 0; n < length; n += 1)
    ids.push((await (await service.call('POST', `/v1/checkpoints/${name}/items`, { key: `k${n}`, input: n, output: `o${n}` })).json()).id);
  return { name, ids };
};
const claimed = async (response: Response): Promise<string[]> =>
  (await response.json()).claims.map((claim: { item: { id: string } }) => claim.item.id);

test('claims come in order, whole and leased', async () => {
  const { name, ids } = await queue(3, { leaseSeconds: 60 });
  const response = await reviewer.call('POST', '/v1/claims', { checkpoint: name, limit: 2 });
  expect(response.status).toBe(200);
  const { claims } = await response.json();
  expect(claims.map((claim: { item: { id: string } }) => claim.item.id)).toEqual(ids.slice(0, 2));
  expect(claims[0]).toMatchObject({ item: { input: 0, output: 'o0', state: 'waiting' }, draft: null, skips: 0 });
  const lease = Date.parse(claims[0].expiresAt) - Date.now();
  expect(lease).toBeGreaterThan(30_000);
  expect(lease).toBeLessThan(90_000);
});

test('[C1] people who claim at once hold different items, and an empty queue is no error', async () => {
  const { name, ids } = await queue(6);
  const people = await Promise.all(['a', 'b', 'c', 'd'].map((letter) => person(letter)));
  const held = (
    await Promise.all(people.map(async (one) => claimed(await one.call('POST', '/v1/claims', { checkpoint: name, limit: 2 }))))
  ).flat();
  expect(held.sort()).toEqual(ids);
  const none = await reviewer.call('POST', '/v1/claims', { checkpoint: name });
  expect([none.status, await none.json()]).toEqual([200, { claims: [] }]);
});

test('an item that somebody else holds is refused by name, a decided one too', async () => {
  const { name, ids } = await queue(2);
  await owner.call('POST', '/v1/claims', { item: ids[0] });
  const taken = await reviewer.call('POST', '/v1/claims', { item: ids[0] });
  expect([taken.status, (await taken.json()).code]).toEqual([409, 'claimed_by_other']);
  await owner.call('POST', `/v1/items/${ids[1]}/reviews`, { verdict: 'approve' });
  const decided = await reviewer.call('POST', '/v1/claims', { item: ids[1] });
  expect([decided.status, await decided.json()]).toMatchObject([409, { code: 'not_reviewable', context: { state: 'decided' } }]);
  expect((await reviewer.call('POST', '/v1/claims', { item: 'item_none' })).status).toBe(404);
  expect((await reviewer.call('POST', '/v1/claims', { checkpoint: 'none' })).status).toBe(404);
  expect(await claimed(await reviewer.call('POST', '/v1/claims', { checkpoint: name }))).toEqual([]);
});

test('[C2] a heartbeat keeps what is held and names what is lost', async () => {
  const { name, ids } = await queue(2);
  await reviewer.call('POST', '/v1/claims', { checkpoint: name });
  const response = await reviewer.call('POST', '/v1/claims/heartbeat', { itemIds: ids });
  expect(await response.json()).toEqual({ held: [{ itemId: ids[0], expiresAt: expect.stringMatching(/Z$/) }], lost: [ids[1]] });
  expect((await reviewer.call('POST', '/v1/claims/heartbeat', { itemIds: [] })).status).toBe(400);
});

test('[C3] skip passes an item to others and is counted; giving back just frees it', async () => {
  const { name, ids } = await queue(1);
  await reviewer.call('POST', '/v1/claims', { checkpoint: name });
  const freed = await reviewer.call('POST', '/v1/claims/give-back', { itemIds: ids });
  expect([freed.status, await freed.text()]).toEqual([204, '']);
  expect(await claimed(await reviewer.call('POST', '/v1/claims', { checkpoint: name }))).toEqual(ids);
  await reviewer.call('POST', '/v1/claims/give-back', { itemIds: ids, skip: true });
  expect(await claimed(await reviewer.call('POST', '/v1/claims', { checkpoint: name }))).toEqual([]);
  expect(await (await owner.call('POST', '/v1/claims', { checkpoint: name })).json()).toMatchObject({ claims: [{ skips: 1 }] });
});

test('a page that closes gives back by a beacon: a JSON blob of the same host, with the session', async () => {
  const { name, ids } = await queue(1);
  const { signIn } = await app.team('Beacons');
  const stranger = await signIn('Sam');
  await owner.call('POST', '/v1/claims', { checkpoint: name });
  const beacon = {
    method: 'POST',
    headers: { ...stranger.headers, host: 'localhost', origin: 'http://localhost', 'content-type': 'application/json' },
    body: JSON.stringify({ itemIds: ids }),
  };
  expect((await app.send('/v1/claims/give-back', beacon)).status).toBe(204);
  expect(await (await owner.call('POST', '/v1/claims/heartbeat', { itemIds: ids })).json()).toMatchObject({ lost: [] });
});

test('service keys claim nothing', async () => {
  const { ids } = await queue(1);
  for (const [path, body] of [
    ['', {}],
    ['/heartbeat', { itemIds: ids }],
    ['/give-back', { itemIds: ids }],
  ] as const) {
    const response = await service.call('POST', `/v1/claims${path}`, body);
    expect([response.status, (await response.json()).code]).toEqual([403, 'not_allowed']);
  }
});
