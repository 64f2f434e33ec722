import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase, openDatabase } from '@countersign/engine';
import { useTestDatabase } from '@countersign/engine/testing';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { startWorker } from '../src/jobs/start-worker.ts';
import { openBreakableProxy, operations, readEvents, silent, startListening, startTestApp } from '../src/testing/index.ts';
import { nowhere, rows } from './route-rows.ts';

const { db, connection } = await useTestDatabase();
const wire = await openBreakableProxy(connection);
const wired = openDatabase(wire.connection);
const lines: string[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });

const setup = await startTestApp(db);
const server = await startListening(wired, { logger });
const worker = await startWorker({ database: wired, logger });
afterAll(async () => {
  await worker.stop();
  await server.stop();
  await closeDatabase(wired);
  await wire.stop();
  await setup.stop();
});
const team = await setup.team();
const member = await team.signIn('Mia', 'owner');
const checkpoint = await team.checkpoint('texts', { undoSeconds: 1 });

let count = 0;
const submit = () => {
  count += 1;
  return server.send(`/v1/checkpoints/${checkpoint}/items`, {
    method: 'POST',
    headers: { ...team.service.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ key: `k${count}`, input: 1, output: 'x' }),
  });
};
const approve = (id: string) =>
  server.send(`/v1/items/${id}/reviews`, {
    method: 'POST',
    headers: { ...team.reviewer.headers, 'content-type': 'application/json' },
    body: '{"verdict":"approve"}',
  });
const waitFor = async (id: string) =>
  (await (await server.send(`/v1/items/${id}?wait=20`, { headers: team.service.headers })).json()).state;

/** What is known, kept by the browser, or asked of this machine alone. */
const withoutDatabase = new Set(['GET /v1/me', 'POST /v1/auth/sign-out', 'POST /v1/providers/discover']);

const expectAway = async (response: Response, what = '') => {
  const problem = await response.json();
  expect([what, response.status, response.headers.get('content-type'), response.headers.get('retry-after'), problem.code]).toEqual([
    what,
    503,
    'application/problem+json',
    '1',
    'database_unavailable',
  ]);
  expect(problem.detail).not.toMatch(/ECONN|127\.0\.0\.1|terminat|postgres/i);
};

const untilItWorks = async (): Promise<Response> => {
  for (;;) {
    const response = await submit();
    if (response.status !== 503) return response;
    await pause(50);
  }
};

const killBackends = () =>
  db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name is distinct from 'psql'`,
  );

test('it works while the database is there', async () => {
  const { id } = await (await submit()).json();
  await approve(id);
  expect(await waitFor(id)).toBe('released');
});

test('while it is away every route says so and when to try again, for keys and sessions known and new', async () => {
  const known = [team.owner.headers, member.headers];
  for (const headers of known) expect((await server.send('/v1/me', { headers })).status).toBe(200);
  await wire.cut();
  try {
    await expectAway(await server.send('/readyz'), '/readyz');
    expect((await server.send('/healthz')).status).toBe(200);
    for (const identity of [...known, team.reviewer.headers, { cookie: `${member.headers.cookie}; x=1` }])
      await expectAway(await server.send('/v1/people', { headers: identity }), JSON.stringify(identity).slice(0, 12));
    for (const { name, method } of operations) {
      const row = rows[name];
      if (!row || withoutDatabase.has(name)) continue;
      const body = row.body?.(nowhere);
      const response = await server.send(row.path(nowhere), {
        method,
        headers: { ...team.owner.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      await expectAway(response, name);
    }
  } finally {
    await wire.mend();
  }
  expect((await untilItWorks()).status).toBe(201);
  expect((await server.send('/readyz')).status).toBe(200);
  expect((await server.send('/v1/me', { headers: member.headers })).status).toBe(200);
});

test('[I10] an item whose time to undo ends while the database is away is released once it is back', async () => {
  const { id } = await (await submit()).json();
  expect((await approve(id)).status).toBe(200);
  await wire.cut();
  await pause(1_500);
  await wire.mend();
  await untilItWorks();
  expect(await waitFor(id)).toBe('released');
});

test('killed connections cost at most an answer that says to try again', async () => {
  const statuses: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const answers = Promise.all(Array.from({ length: 10 }, submit));
    await killBackends();
    statuses.push(...(await answers).map(({ status }) => status));
  }
  expect([...new Set(statuses)].filter((status) => status !== 201 && status !== 503)).toEqual([]);
  expect((await untilItWorks()).status).toBe(201);
  const { id } = await (await untilItWorks()).json();
  await approve(id);
  expect(await waitFor(id)).toBe('released');
});

test('hints come again after their connection was killed, and event streams go on', async () => {
  const gone = new AbortController();
  const stream = await server.send('/v1/events', { headers: team.service.headers, signal: gone.signal });
  const events = readEvents(stream);
  await killBackends();
  await untilItWorks();
  const item = await (await untilItWorks()).json();
  let seen = '';
  for await (const { data } of events) {
    seen = data.itemId ?? '';
    if (seen === item.id) break;
  }
  expect(seen).toBe(item.id);
  gone.abort();
});

test('an import that loses the database keeps what was stored, and its repetition completes it', async () => {
  const name = await team.checkpoint('imported');
  const body = Array.from({ length: 6_000 }, (_, n) => JSON.stringify({ key: `i${n}`, input: n, output: 'x' })).join('\n');
  const importAll = () => server.send(`/v1/checkpoints/${name}/items/import`, { method: 'POST', headers: team.service.headers, body });
  const first = importAll();
  const stored = async () =>
    (await db.pool.query('select count(*)::int as n from items i join checkpoints c on c.id = i.checkpoint_id where c.name = $1', [name]))
      .rows[0].n;
  while ((await stored()) === 0) await pause(5);
  await wire.cut();
  await expectAway(await first);
  await wire.mend();
  await untilItWorks();
  const before = await stored();
  const again = await (await importAll()).json();
  expect(again).toMatchObject({ accepted: 6_000 - before, replayed: before, rejectedCount: 0 });
});

test('the log names the trouble once each time, and says when it is over', () => {
  const messages = lines.map((line) => JSON.parse(line).msg);
  const about = messages.filter((message) => /^Releasing/.test(message));
  expect(about.length).toBeGreaterThan(1);
  expect(about).toEqual(about.map((_, n) => (n % 2 === 0 ? 'Releasing waits for the database' : 'Releasing again')));
});

const freePort = async (): Promise<number> => {
  const probe = await startListening(db);
  await probe.stop();
  return probe.port;
};

test('a server that starts while the database is away says so, and lets go of its port', async () => {
  const nobody = openDatabase({ ...wire.connection, port: 1 });
  const port = await freePort();
  await expect(startListening(nobody, { logger: silent, port })).rejects.toMatchObject({ code: 'database_unavailable' });
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  await closeDatabase(nobody);
});
