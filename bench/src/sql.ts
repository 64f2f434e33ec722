import type { Connection } from '@countersign/engine';
import pg from 'pg';

/** Runs a statement again that met another in a deadlock: the worker goes on working while a bench clears tables. */
export async function queryAgain(client: pg.Client, text: string): Promise<void> {
  for (let round = 1; ; round += 1) {
    try {
      await client.query(text);
      return;
    } catch (error) {
      if (round === 10 || (error as { code?: string }).code !== '40P01') throw error;
    }
  }
}

/** Runs `work` on one connection without our guards against long statements. */
export async function withClient<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query('set statement_timeout = 0');
    return await work(client);
  } finally {
    await client.end();
  }
}
