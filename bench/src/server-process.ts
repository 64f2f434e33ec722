import { closeDatabase, migrate, openDatabase } from '@countersign/engine';
import { firstStart, readModelHosts, startServer, startWorker, thisMachine } from '@countersign/server';
import pino from 'pino';

/** Server and, unless told otherwise, worker on DATABASE_URL until the parent lets go. */
const logger = pino({ level: 'error', base: null }, pino.destination(2));
const database = openDatabase({ connectionString: process.env.DATABASE_URL });
await migrate(database);
const modelHosts = readModelHosts(thisMachine);
const server = await startServer({
  database,
  modelHosts,
  host: '127.0.0.1',
  port: 0,
  consoleDir: process.env.BENCH_CONSOLE_DIR ?? null,
  logger,
});
const worker = process.argv.includes('--no-worker') ? null : await startWorker({ database, modelHosts, logger });
await firstStart({ database, env: process.env, publicUrl: server.url });
process.send?.({ url: server.url });

process.once('disconnect', async () => {
  await worker?.stop();
  await server.stop();
  await closeDatabase(database);
  process.exit(0);
});
