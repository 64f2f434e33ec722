import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase, openDatabase } from '@countersign/engine';
import { useTestDatabase } from '@countersign/engine/testing';
import { test } from 'vitest';
import { startWorker } from '../src/jobs/start-worker.ts';
import { openBreakableProxy, silent } from '../src/testing/index.ts';

const { connection } = await useTestDatabase();

async function startWired() {
  const wire = await openBreakableProxy(connection);
  const wired = openDatabase(wire.connection);
  const worker = await startWorker({ database: wired, logger: silent });
  await pause(500); // the jobs have looked for work once
  return { wire, wired, worker };
}

test('a worker whose database is gone ends when it is told to', async () => {
  const { wire, wired, worker } = await startWired();
  await wire.cut();
  await pause(500);
  await worker.stop();
  await closeDatabase(wired);
});

/** What PostgreSQL answers while it recovers: an ErrorResponse of severity, code and message. */
const inRecovery = (() => {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is in recovery mode\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
})();

test('a worker whose database recovers for minutes ends when it is told to', async () => {
  const { wire, wired, worker } = await startWired();
  await wire.cut();
  const refusing = createServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(inRecovery));
  });
  await new Promise<void>((resolve) => refusing.listen(wire.connection.port, '127.0.0.1', resolve));
  await pause(3_000); // the jobs have asked, and will ask again after longer and longer pauses
  await worker.stop();
  await closeDatabase(wired);
  await new Promise((resolve) => refusing.close(resolve));
});

test('[I10] a worker that starts while the database is away does its work once it is back', async () => {
  const { db, connection: other } = await useTestDatabase();
  const wire = await openBreakableProxy(other);
  const wired = openDatabase(wire.connection);
  await wire.cut();
  const worker = await startWorker({ database: wired, logger: silent });
  await wire.mend();
  const hasJobs = async () => (await db.pool.query(`select to_regclass('graphile_worker.migrations') is not null as there`)).rows[0].there;
  while (!(await hasJobs())) await pause(50);
  await worker.stop();
  await closeDatabase(wired);
  await wire.stop();
});
