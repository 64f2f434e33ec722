import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const { owner, reviewer, service, checkpoint, person } = await app.team();

let count = 0;
async function queue(outputs: unknown[], settings: Record<string, unknown> = {}) {
  const name = await checkpoint(`queue-${++count}`, settings);
  const items = [];
  for (const [n, output] of outputs.entries())
    items.push(await (await service.call('POST', `/v1/checkpoints/${name}/items`, { key: `k${n}`, input: {}, output })).json());
  return { name, items };
}

const asShown = ({ id, outputHash }: { id: string; outputHash: string }) => ({ itemId: id, outputHash });
const brandRules = { banned: [{ phrase: 'wrong', level: 'error' }] };

test('[C6] a bulk review leaves out open errors, is replayed by its id, and is undone as one', async () => {
  const { items } = await queue(['fine', 'wrong', 'good'], { brandRules });
  const input = { id: `bulk-desk-${count}`, items: items.map(asShown) };
  const first = await reviewer.call('POST', '/v1/bulk-reviews', input);
  const result = await first.json();
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([200, null]);
  expect(result).toMatchObject({
    id: input.id,
    decided: [{ itemId: items[0].id, outcome: 'approved' }, { itemId: items[2].id }],
    leftOut: [{ itemId: items[1].id, code: 'open_errors', flags: [{ level: 'error', kind: 'brand' }] }],
  });
  const again = await reviewer.call('POST', '/v1/bulk-reviews', input);
  expect([again.headers.get('idempotent-replayed'), await again.json()]).toEqual(['true', result]);
  const other = await reviewer.call('POST', '/v1/bulk-reviews', { ...input, comment: 'other' });
  expect([other.status, (await other.json()).code]).toEqual([409, 'key_conflict']);
  const undone = await reviewer.call('POST', `/v1/bulk-reviews/${input.id}/undo`, {});
  expect([undone.status, await undone.json()]).toEqual([200, { undone: [items[0].id, items[2].id], closed: [] }]);
  const history = await (await reviewer.call('GET', `/v1/items/${items[0].id}/history`)).json();
  expect(history.reviews).toMatchObject([{ bulkId: input.id, undoneAt: expect.any(String) }]);
});

test('[C6] two hundred and the most that a set may hold', async () => {
  const { name, items } = await queue(Array.from({ length: 200 }, (_, n) => `o${n}`));
  const claims = await (await reviewer.call('POST', '/v1/claims', { checkpoint: name, limit: 200 })).json();
  expect(claims.claims).toHaveLength(200);
  const beat = await reviewer.call('POST', '/v1/claims/heartbeat', { itemIds: items.map(({ id }) => id) });
  expect((await beat.json()).held).toHaveLength(200);
  const response = await reviewer.call('POST', '/v1/bulk-reviews', { id: `bulk-desk-${count}`, items: items.map(asShown) });
  expect((await response.json()).decided).toHaveLength(200);
  const tooMany = await reviewer.call('POST', '/v1/bulk-reviews', {
    id: 'bulk-too-many',
    items: Array.from({ length: 501 }, () => asShown(items[0])),
  });
  expect(tooMany.status).toBe(400);
});

test('[L3] flags come at once, and a dismissed one is gone for everybody', async () => {
  const { items } = await queue(['wrong and wrong'], { brandRules });
  const path = `/v1/items/${items[0].id}/flags`;
  const { flags } = await (await reviewer.call('GET', path)).json();
  expect(flags).toHaveLength(2);
  const decided = await reviewer.call('POST', `/v1/items/${items[0].id}/flag-decisions`, {
    decisions: [{ flag: flags[0], action: 'dismissed', reason: 'a quote' }],
  });
  expect(decided.status).toBe(204);
  expect(await (await owner.call('GET', path)).json()).toEqual({ flags: [flags[1]], dismissed: [flags[0].id] });
  expect((await (await owner.call('GET', `/v1/items/${items[0].id}`)).json()).flags).toEqual({ error: 1, warning: 0, info: 0 });
});

test('words are added to the dictionary of a checkpoint', async () => {
  const { name } = await queue([]);
  const response = await owner.call('POST', `/v1/checkpoints/${name}/dictionary`, { words: ['Countersign'] });
  expect([response.status, await response.json()]).toMatchObject([200, { name, version: 2, dictionary: ['Countersign'] }]);
});

test('[C2] hold, assign, comment, reopen', async () => {
  const { name, items } = await queue(['a', 'b'], { undoSeconds: 0 });
  const [first, second] = items;
  const anna = await person('Anna');
  await reviewer.call('POST', '/v1/claims', { checkpoint: name });
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect((await reviewer.call('POST', `/v1/items/${first.id}/hold`, { until, note: 'waits' })).status).toBe(204);
  expect((await owner.call('POST', `/v1/items/${second.id}/assign`, { personId: anna.id, note: 'for you' })).status).toBe(204);
  expect(await (await reviewer.call('POST', '/v1/claims', { checkpoint: name })).json()).toEqual({ claims: [] });
  const refused = await reviewer.call('POST', '/v1/claims', { item: second.id });
  expect([refused.status, await refused.json()]).toMatchObject([
    409,
    { code: 'claimed_by_other', context: { by: { id: anna.id, name: 'Anna' } } },
  ]);
  const { mentions } = await (await anna.call('GET', '/v1/mentions')).json();
  expect(mentions).toMatchObject([{ text: 'for you', itemId: second.id, checkpoint: name, readAt: null }]);
  expect((await anna.call('POST', '/v1/mentions/read', { ids: [mentions[0].id] })).status).toBe(204);
  const said = await anna.call('POST', `/v1/items/${second.id}/comments`, { text: 'Done?', mentions: [owner.id] });
  expect(said.status).toBe(201);
  expect((await (await owner.call('GET', `/v1/items/${second.id}/comments`)).json()).comments).toHaveLength(2);
  await anna.call('POST', `/v1/items/${second.id}/reviews`, { verdict: 'approve' });
  const reopened = await owner.call('POST', `/v1/items/${second.id}/reopen`, { comment: 'wrong after all' });
  expect([reopened.status, await reopened.json()]).toMatchObject([200, { state: 'waiting', decision: null }]);
});

test('own settings and own pace', async () => {
  const anna = await person('Anna');
  const settings = { keys: { approve: 'y' }, unknown: [1] };
  expect(await (await anna.call('GET', '/v1/me/preferences')).json()).toEqual({});
  expect((await anna.call('PUT', '/v1/me/preferences', settings)).status).toBe(200);
  expect(await (await anna.call('GET', '/v1/me/preferences')).json()).toEqual(settings);
  expect((await anna.call('PUT', '/v1/me/preferences', { text: 'x'.repeat(70_000) })).status).toBe(413);
  const { name } = await queue(['a', 'b']);
  expect(await (await anna.call('GET', `/v1/me/pace?checkpoint=${name}`)).json()).toEqual({
    doneToday: 0,
    doneLastHour: 0,
    medianSeconds: null,
    left: 2,
  });
});

test('similar items are no item of that name', async () => {
  const { name, items } = await queue(['the best', 'a good']);
  const page = await (await reviewer.call('GET', `/v1/items/similar?checkpoint=${name}&phrase=BEST`)).json();
  expect(page).toMatchObject({ items: [{ id: items[0].id, output: 'the best' }], nextCursor: null });
});
