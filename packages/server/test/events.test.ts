import { setTimeout as pause } from 'node:timers/promises';
import { Event } from '@countersign/contract';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { readEvents, type Sent, startListening, startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase({ max: 30 });
const app = await startTestApp(db);
const server = await startListening(db);
afterAll(async () => {
  await server.stop();
  await app.stop();
});
const { service, reviewer, owner, checkpoint } = await app.team();
await checkpoint('texts', { undoSeconds: 0 });
await checkpoint('others');

let count = 0;
const submit = async (name = 'texts', by = service): Promise<string> =>
  (await (await by.call('POST', `/v1/checkpoints/${name}/items`, { key: `k${++count}`, input: 1, output: 'x' })).json()).id;

const listen = (query = '', headers: Record<string, string> = {}, signal?: AbortSignal) =>
  server.send(`/v1/events${query}`, { headers: { ...service.headers, ...headers }, ...(signal && { signal }) });

async function take(response: Response, isEnough: (seen: Sent[]) => boolean): Promise<Sent[]> {
  const seen: Sent[] = [];
  for await (const sent of readEvents(response)) {
    seen.push(sent);
    if (isEnough(seen)) break;
  }
  return seen;
}
/** Once readers see the newest entry: before that, a stream that begins now may still begin with it. */
const settled = async (name = 'texts') => {
  const newest = await submit(name);
  await take(await listen('', { 'last-event-id': '0-0' }), (seen) => seen.at(-1)?.data.itemId === newest);
};
const inOrder = (ids: string[]) => {
  const positions = ids.map((id) => id.split('-').map(BigInt) as [bigint, bigint]);
  return positions.every(
    (one, n) =>
      n === 0 ||
      one[0] > (positions[n - 1] as [bigint, bigint])[0] ||
      (one[0] === positions[n - 1]?.[0] && one[1] > (positions[n - 1] as [bigint, bigint])[1]),
  );
};

test('what happens arrives in order, each as an Event under the name of its kind', async () => {
  await settled();
  const response = await listen();
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    200,
    'text/event-stream',
    'no-cache',
  ]);
  const reading = take(response, (seen) => seen.length === 4);
  const id = await submit();
  await reviewer.call('POST', `/v1/items/${id}/reviews`, { verdict: 'approve' });
  await checkpoint('third');
  const seen = await reading;
  expect(seen.map(({ event, data }) => [event, data.kind, data.checkpoint, data.itemId])).toEqual([
    ['item.submitted', 'item.submitted', 'texts', id],
    ['item.decided', 'item.decided', 'texts', id],
    ['item.released', 'item.released', 'texts', id],
    ['checkpoint.created', 'checkpoint.created', 'third', null],
  ]);
  for (const { id: position, data } of seen) {
    expect(Event.parse(data)).toEqual(data);
    expect(data.id).toBe(position);
  }
  expect(inOrder(seen.map((sent) => sent.id))).toBe(true);
});

test('it begins now, not with the past', async () => {
  await settled();
  const reading = take(await listen(), (seen) => seen.length === 1);
  const id = await submit();
  expect((await reading)[0]?.data.itemId).toBe(id);
});

test('[I10] whoever reconnects with Last-Event-ID misses nothing and sees nothing twice, while many write', async () => {
  const before = await submit();
  const start = (await take(await listen('', { 'last-event-id': '0-0' }), (seen) => seen.at(-1)?.data.itemId === before)).at(-1) as Sent;
  const [writers, each] = [8, 25];
  const writing = Array.from({ length: writers }, async () => {
    const ids: string[] = [];
    for (let n = 0; n < each; n += 1) {
      ids.push(await submit());
      if (n % 5 === 0) await pause(Math.random() * 20);
    }
    return ids;
  });
  const seen: Sent[] = [];
  let [last, connections] = [start.id, 0];
  while (seen.length < writers * each) {
    connections += 1;
    // Breaks off after a few events, often in the middle of what was on the wire.
    const most = Math.min(1 + Math.floor(Math.random() * 40), writers * each - seen.length);
    seen.push(...(await take(await listen('', { 'last-event-id': last }), (some) => some.length === most)));
    last = seen.at(-1)?.id as string;
  }
  const expected = (await Promise.all(writing)).flat();
  expect(connections).toBeGreaterThan(3);
  expect(seen.map(({ data }) => data.itemId).sort()).toEqual(expected.sort());
  expect(inOrder(seen.map(({ id }) => id))).toBe(true);
});

test('a reader of one checkpoint sees that one alone', async () => {
  await settled('others');
  const reading = take(await listen('?checkpoint=others'), (seen) => seen.length === 2);
  const ids = [await submit('others')];
  await submit();
  ids.push(await submit('others'));
  expect((await reading).map(({ data }) => data.itemId)).toEqual(ids);
});

test('[P2] nothing of another workspace appears, from now or from the beginning', async () => {
  const other = await app.team('Other');
  await other.checkpoint('texts');
  const live = await listen();
  await submit('texts', other.service);
  const mine = await submit();
  const seenLive = await take(live, (seen) => seen.at(-1)?.data.itemId === mine);
  const all = [...seenLive, ...(await take(await listen('', { 'last-event-id': '0-0' }), (seen) => seen.at(-1)?.data.itemId === mine))];
  const foreign = await db.pool.query('select tx::text || $2 || id as id from log_entries where workspace_id = $1', [
    other.workspace.id,
    '-',
  ]);
  expect(foreign.rows.length).toBeGreaterThan(2);
  const shown = new Set(all.map(({ id }) => id));
  expect(foreign.rows.filter(({ id }) => shown.has(id))).toEqual([]);
});

test.each([
  'x',
  '1',
  '-',
  '1-',
  '-1-2',
  '1-2-3',
  '99999999999999999999-1',
  '18446744073709551616-1',
  '1-9223372036854775808',
  '1-9999999999999999999',
  '0x1-1',
  ' ',
  "1-1' or true",
  '1-1;',
])('a position that is none of ours is refused before the stream begins: %s', async (position) => {
  const response = await listen('', { 'last-event-id': position });
  expect([response.status, (await response.json()).code]).toEqual([400, 'invalid_input']);
});

test('a position that this server has not reached is of another one: everything of this one comes after it', async () => {
  const all = await take(await listen('', { 'last-event-id': '0-0' }), (seen) => seen.length === 3);
  const moved = await take(await listen('', { 'last-event-id': '18446744073709551615-9223372036854775807' }), (seen) => seen.length === 3);
  expect(moved).toEqual(all);
});

test('an unknown query value is refused, an unknown checkpoint is quiet', async () => {
  expect((await listen('?checkpoint=Not%20A%20Name')).status).toBe(400);
  expect((await owner.call('GET', '/v1/events?checkpoint=')).status).toBe(400);
});

test('a server that stops ends its streams', async () => {
  const stopping = await startListening(db);
  const response = await fetch(`${stopping.url}/v1/events`, { headers: service.headers });
  const reading = take(response, () => false);
  await pause(100);
  const startedAt = performance.now();
  await stopping.stop();
  expect(await reading).toEqual([]);
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});
