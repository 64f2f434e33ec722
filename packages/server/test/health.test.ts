import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());

test('a healthy server answers without a key', async () => {
  for (const at of ['/healthz', '/readyz']) {
    const response = await app.send(at);
    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
  }
});

test('a server on an older schema is not ready, and says what to run', async () => {
  const { rows } = await db.pool.query(
    'delete from schema_migrations where version = (select max(version) from schema_migrations) returning *',
  );
  const response = await app.send('/readyz');
  expect([response.status, await response.json()]).toMatchObject([
    503,
    { code: 'database_unavailable', detail: expect.stringContaining('countersign migrate') },
  ]);
  const { version, name, checksum } = rows[0];
  await db.pool.query('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [version, name, checksum]);
  expect((await app.send('/readyz')).status).toBe(200);
});

test('[P2] /metrics counts by route and names nobody', async () => {
  const { owner, reviewer, workspace, checkpoint } = await app.team('Secret Workspace');
  await checkpoint('secret-checkpoint');
  const made = await owner.call('POST', '/v1/checkpoints/secret-checkpoint/items', { key: 'secret-key', input: 1, output: 1 });
  const { id } = await made.json();
  await reviewer.call('POST', `/v1/items/${id}/reviews`, { verdict: 'approve' });
  await owner.call('GET', '/v1/items/item_secret');
  await app.send('/guess/of/a/scanner');
  const text = await (await app.send('/metrics')).text();
  expect(text).toMatch(/countersign_http_request_seconds_count\{method="POST",route="\/v1\/checkpoints\/:name\/items",status="201"\} 1/);
  expect(text).toMatch(/countersign_http_request_seconds_count\{method="GET",route="\/v1\/items\/:id",status="404"\} 1/);
  expect(text).toContain('countersign_database_connections{state="open"}');
  for (const secret of ['Secret', 'secret', workspace.id, id, reviewer.id, owner.id, 'scanner'])
    expect([secret, text.includes(secret)]).toEqual([secret, false]);
});

test('strange methods and paths make no new series', async () => {
  for (const at of ['/a', '/b/c', '/v1/x', '/v1/items/a/b/c', '/assets/x'])
    for (const method of ['GET', 'POST', 'PURGE', 'X-ANY']) await app.send(at, { method });
  const text = await (await app.send('/metrics')).text();
  const series = text.split('\n').filter((line) => line.startsWith('countersign_http_request_seconds_count'));
  expect(series.filter((line) => /PURGE|X-ANY|\/b\/c/.test(line))).toEqual([]);
});
