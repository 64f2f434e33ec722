import { setTimeout as pause } from 'node:timers/promises';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { readEvents, startListening, startReleasing, startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
const releasing = startReleasing(app.parts);
afterAll(async () => {
  await releasing.stop();
  await app.stop();
});
const { service, reviewer, checkpoint } = await app.team();
await checkpoint('texts', { undoSeconds: 0, reasons: [{ code: 'tone', label: 'Tone' }] });

let count = 0;
const submit = async () =>
  (await service.call('POST', '/v1/checkpoints/texts/items', { key: `k${++count}`, input: 1, output: 'x' })).json();
const sendBack = async (id: string) =>
  (await reviewer.call('POST', `/v1/items/${id}/reviews`, { verdict: 'return', reasons: ['tone'], comment: 'too loud' })).json();

test('[C5] the waiting maker is told of the return, answers with a revision, and is told of the decision on it', async () => {
  const { id } = await submit();
  const waiting = service.call('GET', `/v1/items/${id}?wait=30`);
  await pause(50);
  await sendBack(id);
  const returned = await (await waiting).json();
  expect(returned).toMatchObject({ state: 'returned', returns: 1, decision: { reasons: ['tone'], comment: 'too loud' } });
  const body = { output: 'y', returnId: returned.decision.id };
  const answered = await service.call('POST', `/v1/items/${id}/revisions`, body);
  expect(answered.status).toBe(201);
  expect(await answered.json()).toMatchObject({ id, state: 'waiting', revision: 2, output: 'y' });
  const again = await service.call('POST', `/v1/items/${id}/revisions`, body);
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  const other = await service.call('POST', `/v1/items/${id}/revisions`, { output: 'z' });
  expect([other.status, (await other.json()).code]).toEqual([409, 'already_revised']);
  const { claims } = await (await reviewer.call('POST', '/v1/claims', { item: id })).json();
  expect(claims[0]).toMatchObject({ item: { output: 'y' }, refused: { output: 'x', comment: 'too loud', revision: 1 } });
  await reviewer.call('POST', `/v1/items/${id}/reviews`, { verdict: 'approve', outputHash: claims[0].item.outputHash });
  expect(await (await service.call('GET', `/v1/items/${id}?wait=30`)).json()).toMatchObject({ state: 'released', output: 'y' });
});

test('[C5] the event stream tells of return and answer', async () => {
  const here = await startListening(db);
  try {
    const { id } = await submit();
    const signal = AbortSignal.timeout(20_000);
    const stream = await here.send('/v1/events', { headers: { ...service.headers, 'last-event-id': '0-0' }, signal });
    const seen: string[] = [];
    const { item } = await sendBack(id);
    await service.call('POST', `/v1/items/${id}/revisions`, { output: 'y', returnId: item.decision.id });
    for await (const { data } of readEvents(stream)) {
      if (data.itemId !== id) continue;
      seen.push(data.kind);
      if (data.kind === 'item.returned') expect(data.data).toMatchObject({ reasons: ['tone'], outcome: 'returned' });
      if (data.kind === 'item.revised') break;
    }
    expect(seen).toEqual(['item.submitted', 'item.decided', 'item.returned', 'item.revised']);
  } finally {
    await here.stop();
  }
});
