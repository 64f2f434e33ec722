import { randomBytes } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { type Connection, closeDatabase, type Database, openDatabase } from '../database/open.ts';
import { onServer } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: { connection: Connection; template: string };
  }
}

export interface TestDatabase {
  db: Database;
  connection: Connection;
  drop(): Promise<void>;
}

/** A database of its own, cloned from the template. */
export async function cloneTemplate({ max = 20 } = {}): Promise<TestDatabase> {
  const { connection: server, template } = inject('testServer');
  const database = `countersign_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${database} template ${template}`);
  const connection = { ...server, database };
  const db = openDatabase(connection, { max });
  return {
    db,
    connection,
    async drop() {
      await closeDatabase(db);
      await onServer(server, `drop database if exists ${database} with (force)`);
    },
  };
}

/** One for the whole test file, gone when it ends. */
export async function useTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const database = await cloneTemplate(options);
  afterAll(() => database.drop());
  return database;
}
