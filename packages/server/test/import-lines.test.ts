import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const { service, reviewer, owner, checkpoint } = await app.team();

let imports = 0;
const newCheckpoint = async (settings = {}) => `/v1/checkpoints/${await checkpoint(`import-${++imports}`, settings)}`;

const importBody = (path: string, body: BodyInit | null) =>
  app.send(`${path}/items/import`, {
    method: 'POST',
    headers: { ...service.headers, 'content-type': 'application/x-ndjson' },
    body,
    duplex: 'half',
  } as RequestInit);

const inChunks = (bytes: Uint8Array, size: number) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size));
      controller.close();
    },
  });

const line = (key: string, output: unknown = key) => JSON.stringify({ key, input: { text: 'Größe, 漢字, 🎉' }, output });
const bytes = (text: string) => new TextEncoder().encode(text);
const keysOf = async (path: string): Promise<string[]> => {
  const { items } = await (await owner.call('GET', `/v1/items?checkpoint=${path.split('/').at(-1)}&order=oldest&limit=500`)).json();
  return items.map((item: { key: string }) => item.key);
};

test.each([1, 2, 3, 7, 64, 1_000_000])('chunks of %i bytes cut lines and characters anywhere', async (size) => {
  const path = await newCheckpoint();
  const text = Array.from({ length: 8 }, (_, n) => line(`k${n}`)).join('\n');
  const response = await importBody(path, inChunks(bytes(text), size));
  expect([response.status, await response.json()]).toEqual([200, { accepted: 8, replayed: 0, rejectedCount: 0, rejected: [] }]);
  const { items } = await (await owner.call('GET', `/v1/items?checkpoint=${path.split('/').at(-1)}&include=payload`)).json();
  expect(items.every((item: { input: { text: string } }) => item.input.text === 'Größe, 漢字, 🎉')).toBe(true);
});

test('CRLF, a byte order mark, blank lines and a missing last line feed are all the same', async () => {
  const path = await newCheckpoint();
  const response = await importBody(path, bytes(`\uFEFF${line('a')}\r\n\r\n   \n${line('b')}\r\n${line('c')}`));
  expect(await response.json()).toMatchObject({ accepted: 3, rejectedCount: 0 });
  expect(await keysOf(path)).toEqual(['a', 'b', 'c']);
});

test('a byte order mark that arrives byte by byte is left out too', async () => {
  const path = await newCheckpoint();
  expect(await (await importBody(path, inChunks(bytes(`\uFEFF${line('a')}\n${line('b')}`), 1))).json()).toMatchObject({
    accepted: 2,
    rejectedCount: 0,
  });
});

test('[I2] bad lines are reported by number, key and pointer, and the good ones are in', async () => {
  const path = await newCheckpoint({ outputSchema: { type: 'string' } });
  const broken = new Uint8Array([...bytes('{"key":"bad bytes","input":"'), 0xff, 0xfe, ...bytes('","output":"x"}\n')]);
  const text = [line('a'), '{"key":', line('typed', 7), '{"key":"x"}', '["no object"]', line('b'), ''].join('\n');
  const response = await importBody(path, Buffer.concat([bytes(text), broken, bytes(`${line('c')}\n${line('a', 'other')}`)]));
  const result = await response.json();
  expect(result).toMatchObject({ accepted: 3, replayed: 0, rejectedCount: 6 });
  expect(result.rejected.map(({ line: number, key, code, pointer }: Record<string, unknown>) => [number, key, code, pointer])).toEqual([
    [2, undefined, 'invalid_json', ''],
    [3, 'typed', 'schema_violation', '/output'],
    [4, 'x', 'invalid_input', '/input'],
    [5, undefined, 'invalid_input', ''],
    [7, undefined, 'invalid_json', ''],
    [9, 'a', 'key_conflict', ''],
  ]);
  expect(result.rejected[4].detail).toContain('not UTF-8 text');
  expect(await keysOf(path)).toEqual(['a', 'b', 'c']);
});

test('lines that nobody could store spoil only themselves', async () => {
  const path = await newCheckpoint();
  const deep = `{"key":"deep","input":${'['.repeat(20_000)}${']'.repeat(20_000)},"output":1}`;
  const result = await (
    await importBody(
      path,
      bytes([deep, '{"key":"half","input":"\\ud800","output":1}', '{"key":"nul\\u0000","input":1,"output":1}', line('good')].join('\n')),
    )
  ).json();
  expect(result.rejected.map(({ line: number, code }: Record<string, unknown>) => [number, code])).toEqual(
    [1, 2, 3].map((number) => [number, 'invalid_input']),
  );
  expect(result.accepted).toBe(1);
});

test('a line of 20 MB is reported and never stored in part', async () => {
  const path = await newCheckpoint();
  // Escapes make it long on the wire and short once read, so that only its length can tell that its middle was dropped.
  const long = `{"key":"long","input":"${'\\u0041'.repeat(3_400_000)}","output":1}`;
  const result = await (await importBody(path, inChunks(bytes(`${line('before')}\n${long}\n${line('after')}\n${long}`), 65_536))).json();
  expect(result).toMatchObject({ accepted: 2, rejectedCount: 2 });
  expect(result.rejected.map((one: { line: number; detail: string }) => [one.line, one.detail.includes('longer than 16 MB')])).toEqual([
    [2, true],
    [4, true],
  ]);
  expect(await keysOf(path)).toEqual(['before', 'after']);
});

test('[I1] the same lines again are replays, also twice in one body', async () => {
  const path = await newCheckpoint();
  const text = Array.from({ length: 1200 }, (_, n) => line(`k${n % 1000}`)).join('\n');
  expect(await (await importBody(path, text)).json()).toMatchObject({ accepted: 1000, replayed: 200, rejectedCount: 0 });
  expect(await (await importBody(path, text)).json()).toMatchObject({ accepted: 0, replayed: 1200, rejectedCount: 0 });
});

test('an empty body, and one of blank lines, bring nothing in', async () => {
  const path = await newCheckpoint();
  for (const body of [null, '', '\n\r\n \n'])
    expect(await (await importBody(path, body)).json()).toEqual({ accepted: 0, replayed: 0, rejectedCount: 0, rejected: [] });
});

test('only owners and service keys import, and only where there is a checkpoint', async () => {
  const path = await newCheckpoint();
  const refused = await app.send(`${path}/items/import`, { method: 'POST', headers: reviewer.headers, body: line('a') });
  expect([refused.status, (await refused.json()).code]).toEqual([403, 'not_allowed']);
  const nowhere = await importBody('/v1/checkpoints/none', line('a'));
  expect([nowhere.status, (await nowhere.json()).code]).toEqual([404, 'not_found']);
  expect(await keysOf(path)).toEqual([]);
});
