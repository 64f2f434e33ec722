import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { IncomingMessage } from 'node:http';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startListening, startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
const server = await startListening(db);
afterAll(async () => {
  await server.stop();
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

const open = (query: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', path: `/v1/checkpoints/${name}/export?${query}`, headers: service.headers }, resolve);
    sent.on('error', reject).end();
  });

const statementsRun = async (): Promise<number> =>
  Number((await db.pool.query(`select sum(seq_tup_read + idx_tup_fetch) as reads from pg_stat_user_tables where relname = 'item_contents'`)).rows[0].reads);

/** Pages of the export that the server has read, seen from the database's own count of rows. */
async function settledReads(): Promise<number> {
  for (let before = -1; ; ) {
    await db.pool.query('select pg_stat_force_next_flush()').catch(() => {});
    const now = await statementsRun();
    if (now === before) return now;
    before = now;
    await pause(1_200);
  }
}

test('50,000 rows come whole, in order and once, in both formats', async () => {
  const jsonl = await (await server.send(`/v1/checkpoints/${name}/export`, { headers: service.headers })).text();
  const keys = jsonl.trimEnd().split('\n').map((line) => JSON.parse(line).key);
  expect(keys).toEqual(Array.from({ length: rows }, (_, n) => `k${n + 1}`));
  const csv = await (await server.send(`/v1/checkpoints/${name}/export?format=csv`, { headers: service.headers })).text();
  const cells = csv.trimEnd().split('\n').slice(1).map((line) => line.split(',')[1]);
  expect(cells).toEqual(keys);
});

test.each(['format=jsonl', 'format=csv'])('a reader that stops reading stops the reading of the database (%s)', async (query) => {
  const before = await settledReads();
  const response = await open(query);
  await new Promise((resolve) => response.once('readable', resolve));
  const first = response.read(64);
  expect(first.length).toBe(64);
  const ahead = (await settledReads()) - before;
  expect(ahead).toBeGreaterThanOrEqual(100);
  expect(ahead).toBeLessThan(rows / 2);
  let bytes = 64;
  for await (const chunk of response) bytes += chunk.length;
  expect(bytes).toBeGreaterThan(rows * 500);
  expect((await settledReads()) - before).toBeGreaterThanOrEqual(rows);
});

test('a client that goes away ends the reading', async () => {
  const before = await settledReads();
  const response = await open('format=jsonl');
  await new Promise((resolve) => response.once('readable', resolve));
  response.destroy();
  expect((await settledReads()) - before).toBeLessThan(rows / 2);
});

test('a server that stops ends an export in the middle, without a last line that looks whole', async () => {
  const other = await startListening(db);
  const response = await fetch(`${other.url}/v1/checkpoints/${name}/export`, { headers: service.headers });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  await reader.read();
  const stopped = other.stop();
  const readAll = async () => {
    let n = 0, tail = '';
    for (;;) { const r = await reader.read(); if (r.done) return `whole ${n} ${tail}`; n += r.value.length; tail = Buffer.from(r.value).toString().slice(-80); }
  };
  await expect(readAll()).rejects.toThrow();
  await stopped;
});
