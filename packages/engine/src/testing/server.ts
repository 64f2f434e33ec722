import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate, migrations } from '../database/migrate.ts';
import type { Connection } from '../database/open.ts';
import { startPostgres } from '../postgres/index.ts';

/** A PostgreSQL for tests with a template of our schema: the embedded one, or the one of TEST_DATABASE_URL. */
export interface TestServer {
  connection: Connection;
  template: string;
  stop(): Promise<void>;
}

/** Runs one statement on the maintenance database of a server. */
export async function onServer(connection: Connection, text: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function makeTemplate(connection: Connection, template: string): Promise<void> {
  await onServer(connection, `drop database if exists ${template} with (force)`);
  await onServer(connection, `create database ${template}`);
  await migrate({ connection: { ...connection, database: template } });
}

export async function startTestServer({ url = process.env.TEST_DATABASE_URL } = {}): Promise<TestServer> {
  const version = createHash('sha256')
    .update(
      migrations()
        .map(({ checksum }) => checksum)
        .join(),
    )
    .digest('hex');
  const template = `countersign_test_${version.slice(0, 12)}_${process.pid}`;
  if (url) {
    const { pathname } = new URL(url);
    const outside: Connection = { connectionString: url, database: pathname.slice(1) || 'postgres' };
    const connection = fromUrl(url, outside.database as string);
    await makeTemplate(connection, template);
    return { connection, template, stop: () => onServer(connection, `drop database if exists ${template} with (force)`) };
  }
  const dataDir = mkdtempSync(path.join(tmpdir(), 'cs-test-'));
  const server = await startPostgres({ dataDir, settings: { fsync: 'off', max_connections: '300', shared_buffers: '128MB' } });
  const connection: Connection = { ...server.connection, database: 'postgres' };
  await makeTemplate(connection, template);
  return {
    connection,
    template,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The parts of a URL, so that the name of the database can be replaced. */
function fromUrl(url: string, database: string): Connection {
  const { hostname, port, username, password, searchParams } = new URL(url);
  return {
    host: searchParams.get('host') ?? hostname,
    port: Number(port || 5432),
    database,
    ...(username && { user: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
}
