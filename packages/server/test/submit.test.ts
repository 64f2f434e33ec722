import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const { owner, reviewer, service, checkpoint } = await app.team();
const items = `/v1/checkpoints/${await checkpoint('texts')}/items`;
await checkpoint('typed', {
  outputSchema: {
    type: 'object',
    required: ['title'],
    properties: { title: { type: 'string', maxLength: 5 } },
    additionalProperties: false,
  },
});

test('a new item is answered 201 with the item as it waits', async () => {
  const response = await service.call('POST', items, { key: 'a', input: { sku: 1 }, output: 'red', confidence: 0.7, metadata: { run: 4 } });
  expect(response.status).toBe(201);
  expect(response.headers.get('idempotent-replayed')).toBeNull();
  const item = await response.json();
  expect(item).toMatchObject({
    key: 'a',
    checkpoint: 'texts',
    state: 'waiting',
    input: { sku: 1 },
    output: 'red',
    confidence: 0.7,
    metadata: { run: 4 },
  });
  expect(await (await reviewer.call('GET', `/v1/items/${item.id}`)).json()).toEqual(item);
});

test('[I1] the same again is answered 200 with the same item, marked as replayed', async () => {
  const input = { key: 'again', input: { a: 1, b: 2 }, output: 'x' };
  const first = await (await service.call('POST', items, input)).json();
  const second = await service.call('POST', items, '{"output":"x","input":{"b":2,"a":1},"key":"again"}');
  expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(await second.json()).toEqual(first);
});

test('[I1] other content under the same key is refused, and named', async () => {
  const first = await (await service.call('POST', items, { key: 'taken', input: 1, output: 'x' })).json();
  const response = await service.call('POST', items, { key: 'taken', input: 1, output: 'y' });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: 'key_conflict', status: 409, context: { itemId: first.id, state: 'waiting' } });
  const replaced = await service.call('POST', items, { key: 'taken', input: 1, output: 'y', supersede: true });
  expect(replaced.status).toBe(201);
  expect(await (await owner.call('GET', `/v1/items/${first.id}`)).json()).toMatchObject({ state: 'superseded' });
});

test('[I1] ten at once with one key make one item, and nine replays', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, () => service.call('POST', items, { key: 'race', input: 1, output: 1 })));
  const statuses = all.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(9).fill(200), 201]);
  expect(new Set(await Promise.all(all.map(async (one) => (await one.json()).id))).size).toBe(1);
});

test('[I2] what breaks the schema is answered 422 with JSON pointers', async () => {
  const response = await service.call('POST', '/v1/checkpoints/typed/items', {
    key: 'a',
    input: 1,
    output: { title: 'too long', extra: 1 },
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
  const problem = await response.json();
  expect(problem.code).toBe('schema_violation');
  expect(problem.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(['/output/extra', '/output/title']);
});

test('what is no item is answered 400 with a pointer to the place', async () => {
  const missing = await service.call('POST', items, { key: '', input: 1, output: 1, confidence: 2 });
  expect(missing.status).toBe(400);
  const problem = await missing.json();
  expect(problem.errors.map((error: { pointer: string }) => error.pointer)).toEqual(['/key', '/confidence']);
  const broken = await service.call('POST', items, '{"key": ');
  expect([broken.status, (await broken.json()).code]).toEqual([400, 'invalid_json']);
  const nowhere = await service.call('POST', '/v1/checkpoints/none/items', { key: 'a', input: 1, output: 1 });
  expect([nowhere.status, (await nowhere.json()).code]).toEqual([404, 'not_found']);
});

test('text that no database can hold is refused by its place, not by an accident', async () => {
  for (const body of [
    '{"key":"a\\u0000b","input":1,"output":1}',
    '{"key":"\\ud800","input":1,"output":1}',
    '{"key":"m","input":1,"output":1,"model":"\\u0000"}',
    '{"key":"m","input":["\\ud83d"],"output":1}',
    '{"key":"m","input":1,"output":{"\\udc00":1}}',
  ]) {
    const response = await service.call('POST', items, body);
    expect([response.status, (await response.json()).code]).toEqual([400, 'invalid_input']);
  }
  const kept = await service.call('POST', items, '{"key":"nul","input":"a\\u0000b","output":{"__proto__":{"x":1},"constructor":2}}');
  expect(kept.status).toBe(201);
  const text = await kept.text();
  expect(text).toContain('"input":"a\\u0000b"');
  expect(text).toContain('"output":{"__proto__":{"x":1},"constructor":2}');
});

test('a body over 16 MB is answered 413, a payload over 5 MB too', async () => {
  const payload = await service.call('POST', items, { key: 'big', input: 'x'.repeat(5_000_001), output: 1 });
  expect([payload.status, (await payload.json()).pointer]).toEqual([413, '/input']);
  const body = await service.call('POST', items, `{"key":"big","input":"${'x'.repeat(16_000_000)}"}`);
  expect([body.status, (await body.json()).code]).toEqual([413, 'payload_too_large']);
});

test('ten thousand levels of nesting are refused, and a hundred are kept', async () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  for (const levels of [10_000, 100_000])
    for (const field of ['input', 'output', 'metadata']) {
      const value = field === 'metadata' ? `{"a":${nested(levels)}}` : nested(levels);
      const fields = { key: '"deep"', input: '1', output: '1', [field]: value };
      const response = await service.call(
        'POST',
        items,
        `{${Object.entries(fields)
          .map(([name, text]) => `"${name}":${text}`)
          .join()}}`,
      );
      expect([field, levels, response.status, (await response.json()).code]).toEqual([field, levels, 400, 'invalid_input']);
    }
  const kept = await service.call('POST', items, `{"key":"hundred","input":1,"output":${nested(100)}}`);
  expect(kept.status).toBe(201);
  const { id } = await kept.json();
  expect((await reviewer.call('POST', '/v1/claims', { item: id })).status).toBe(200);
});
