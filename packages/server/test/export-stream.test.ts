import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase, openDatabase } from '@countersign/engine';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startListening, startTestApp } from '../src/testing/index.ts';

const { db, connection } = await useTestDatabase();
const app = await startTestApp(db);
const serverDatabase = openDatabase(connection);
let statements = 0;
serverDatabase.pool.on('acquire', () => {
  statements += 1;
});
const server = await startListening(serverDatabase);
afterAll(async () => {
  await server.stop();
  await closeDatabase(serverDatabase);
  await app.stop();
});
const { service, workspace, checkpoint } = await app.team();
const rows = 50_000;
const name = await checkpoint('long');

/** Many items without a submission each: one statement, in the shape that an import leaves behind. */
const fill = `
with new as (
  select 'item_' || lpad(n::text, 26, '0') as id, n from generate_series(1, $2::integer) n),
stored as (
  insert into items (workspace_id, id, checkpoint_id, key, label, severity, content_hash, output_hash)
  select $1, id, (select id from checkpoints where workspace_id = $1 and name = $3), 'k' || n, 'k' || n, 'low', 'h', 'h' from new),
contents as (insert into item_contents select $1, id, to_json(repeat('in', 100)), '{}' from new)
insert into revisions (workspace_id, item_id, number, output, output_hash, author)
select $1, id, 1, to_json(repeat('out', 100)), 'h', '{"kind":"system","id":"test"}' from new`;
await db.pool.query(fill, [workspace.id, rows, name]);
await db.pool.query('analyze');

/** On a new socket: the buffers of one that was read from have grown to many megabytes. */
const open = (query: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const sent = request(
      { port: server.port, host: '127.0.0.1', path: `/v1/checkpoints/${name}/export?${query}`, headers: service.headers, agent: false },
      resolve,
    );
    sent.on('error', reject).end();
  });

/** Statements that the server has run, once it has come to rest. */
async function settledStatements(): Promise<number> {
  for (let before = -1; ; ) {
    if (statements === before) return statements;
    before = statements;
    await pause(250);
  }
}
const allPages = Math.ceil((rows - 100) / 250) + 1;

test('50,000 rows come whole, in order and once, in both formats', async () => {
  const jsonl = await (await server.send(`/v1/checkpoints/${name}/export`, { headers: service.headers })).text();
  const keys = jsonl
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).key);
  expect(keys).toEqual(Array.from({ length: rows }, (_, n) => `k${n + 1}`));
  const csv = await (await server.send(`/v1/checkpoints/${name}/export?format=csv`, { headers: service.headers })).text();
  const cells = csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[1]);
  expect(cells).toEqual(keys);
});

test.each(['format=jsonl', 'format=csv'])('a reader that stops reading stops the reading of the database (%s)', async (query) => {
  const before = await settledStatements();
  const response = await open(query);
  await once(response, 'readable');
  const first = response.read(64);
  expect(first.length).toBe(64);
  expect((await settledStatements()) - before).toBeLessThan(allPages / 2);
  let bytes = 64;
  for await (const chunk of response) bytes += chunk.length;
  expect(bytes).toBeGreaterThan(rows * 500);
  expect((await settledStatements()) - before).toBeGreaterThanOrEqual(allPages);
});

test('the first line is there when one page has been read', async () => {
  const before = await settledStatements();
  const response = await app.send(`/v1/checkpoints/${name}/export`, { headers: service.headers });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value).split('\n')).toHaveLength(100);
  await reader.cancel();
  expect(await settledStatements()).toBe(before);
});

test('a client that goes away ends the reading', async () => {
  const before = await settledStatements();
  const response = await open('format=jsonl');
  await once(response, 'readable');
  response.destroy();
  expect((await settledStatements()) - before).toBeLessThan(allPages / 2);
});

const readToTheEnd = async (response: Response) => {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text, ended: 'whole' };
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return { text, ended: 'broken off' };
  }
};

test.each(['jsonl', 'csv'])('a server that stops breaks an export off in a way that shows (%s)', async (format) => {
  const other = await startListening(db);
  const response = await fetch(`${other.url}/v1/checkpoints/${name}/export?format=${format}`, { headers: service.headers });
  await pause(50);
  const stopped = other.stop();
  const { text, ended } = await readToTheEnd(response);
  await stopped;
  expect(ended).toBe('broken off');
  expect(text).not.toMatch(/\n$|The server stops/);
  const whole = await readToTheEnd(await server.send(`/v1/checkpoints/${name}/export?format=${format}`, { headers: service.headers }));
  expect(whole.ended).toBe('whole');
  expect(whole.text.endsWith('\n')).toBe(true);
  expect(whole.text.startsWith(text)).toBe(true);
});
