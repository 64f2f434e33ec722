import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { explainDatabaseError } from '../src/database/errors.ts';
import { migrate, migrations } from '../src/database/migrate.ts';
import { closeDatabase, openDatabase } from '../src/database/open.ts';
import { lastPosition, readLog } from '../src/log/read.ts';
import { onServer } from '../src/testing/server.ts';
import { cloneTemplate } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { submit } from './acts.ts';
import { kindsOf } from './observe.ts';

const { connection: server } = inject('testServer');
const made: string[] = [];
afterAll(() => Promise.all(made.map((name) => onServer(server, `drop database if exists ${name} with (force)`))));

async function makeEmpty() {
  const database = `countersign_test_${randomBytes(6).toString('hex')}`;
  made.push(database);
  await onServer(server, `create database ${database} template template0`);
  return { ...server, database };
}

async function query(connection: pg.ClientConfig, text: string, values: unknown[] = []) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

test('an empty database gets every migration once, in order', async () => {
  const connection = await makeEmpty();
  const notices: string[] = [];
  const names = migrations().map(({ name }) => name);
  expect(await migrate({ connection }, { onNotice: (line) => notices.push(line) })).toEqual({ applied: names, version: names.length });
  expect(notices).toEqual(names.map((name) => `Applying ${name}`));
  expect(await migrate({ connection })).toEqual({ applied: [], version: names.length });
  expect((await query(connection, 'select name from schema_migrations order by version')).map(({ name }) => name)).toEqual(names);
});

test('four processes that start at once apply each migration once', async () => {
  const connection = await makeEmpty();
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate({ connection })));
  expect(runs.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, migrations().length]);
});

test('a schema newer than this build is refused', async () => {
  const connection = await makeEmpty();
  await migrate({ connection });
  await query(connection, `insert into schema_migrations (version, name, checksum) values (9999, '9999_later.sql', 'x')`);
  await expect(migrate({ connection })).rejects.toMatchObject({ code: 'database_version', message: expect.stringContaining('9999') });
});

test('a migration that was changed after it ran is refused', async () => {
  const connection = await makeEmpty();
  await migrate({ connection });
  await query(connection, `update schema_migrations set checksum = 'x' where version = 2`);
  await expect(migrate({ connection })).rejects.toMatchObject({ code: 'database_version', message: expect.stringContaining('0002') });
});

test('a migration that fails leaves nothing behind, and the next try goes on', async () => {
  const connection = await makeEmpty();
  await query(connection, 'create table revisions (in_the_way integer)');
  await expect(migrate({ connection })).rejects.toMatchObject({ code: '42P07' });
  expect(await query(connection, `select to_regclass('checkpoints') as checkpoints, to_regclass('people') as people`)).toEqual([
    { checkpoints: null, people: 'people' },
  ]);
  await query(connection, 'drop table revisions');
  expect((await migrate({ connection })).applied).toEqual(
    migrations()
      .slice(1)
      .map(({ name }) => name),
  );
});

test('entries from another server come before what is written here, in their order, and readers see all', async () => {
  const { db, connection, drop } = await cloneTemplate();
  try {
    const { id, owner, service, checkpoint } = await makeWorkspace(db);
    const name = await checkpoint('texts');
    const first = [await submit(service, name, 'a'), await submit(service, name, 'b'), await submit(service, name, 'c')];
    const before = await kindsOf(db, id);
    await query(connection, 'alter table log_entries disable trigger log_entries_are_append_only');
    await query(connection, `update log_entries set tx = (tx::text::bigint + 1000000000)::text::xid8`);
    await query(connection, 'alter table log_entries enable trigger log_entries_are_append_only');
    expect(await lastPosition(owner), 'numbers that this server has not reached are not shown').toBe('0-0');
    await migrate({ connection });
    const last = await submit(service, name, 'd');
    for (let seen = ''; !seen.includes(last.id); ) seen = JSON.stringify(await readLog(owner, { after: '0-0' }));
    const events = await readLog(owner, { after: '0-0' });
    expect(events.map(({ kind }) => kind)).toEqual([...before, 'item.submitted']);
    expect(events.slice(-4).map(({ itemId }) => itemId)).toEqual([...first, last].map(({ id: itemId }) => itemId));
    await expect(db.pool.query('delete from log_entries')).rejects.toMatchObject({ code: 'CSLOG' });
  } finally {
    await drop();
  }
});

test('a reader from before the move goes on after it and misses nothing', async () => {
  const { db, connection, drop } = await cloneTemplate();
  try {
    const { owner, service, checkpoint } = await makeWorkspace(db);
    const name = await checkpoint('texts');
    const first = await submit(service, name, 'a');
    const second = await submit(service, name, 'b');
    await query(connection, 'alter table log_entries disable trigger log_entries_are_append_only');
    await query(connection, `update log_entries set tx = (tx::text::bigint + 1000000000)::text::xid8`);
    await query(connection, 'alter table log_entries enable trigger log_entries_are_append_only');
    const [remembered] = await query(connection, `select tx || '-' || id as position from log_entries where item_id = '${first.id}'`);
    await migrate({ connection });
    const third = await submit(service, name, 'c');
    for (let seen = ''; !seen.includes(third.id); ) seen = JSON.stringify(await readLog(owner, { after: '0-0' }));
    expect((await readLog(owner, { after: remembered.position })).map(({ itemId }) => itemId)).toEqual([second.id, third.id]);
  } finally {
    await drop();
  }
});

test('a database without our tables is explained', async () => {
  const db = openDatabase(await makeEmpty());
  try {
    const error = await db.pool.query('select from items').catch(explainDatabaseError);
    expect(error).toMatchObject({ code: 'database_unavailable', message: expect.stringContaining('countersign migrate') });
  } finally {
    await closeDatabase(db);
  }
});
