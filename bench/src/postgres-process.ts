import { startPostgres } from '@countersign/engine/postgres';
import pg from 'pg';

/** The embedded PostgreSQL and nothing else, on the data folder of the first argument, until Ctrl+C. */
const { connection, stop } = await startPostgres({ dataDir: process.argv[2] as string });
const client = new pg.Client(connection);
await client.connect();
await client.query('select 1');
process.stdout.write('ready\n');
const keepAlive = setInterval(() => undefined, 60_000);

process.once('SIGINT', async () => {
  clearInterval(keepAlive);
  await client.end();
  await stop();
});
