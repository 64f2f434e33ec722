import pg from 'pg';
import { startPostgres } from '../../src/postgres/index.ts';

const [dataDir = '', task] = process.argv.slice(2);
try {
  const { pid, adopted, connection, url, stop } = await startPostgres({ dataDir });
  console.log(JSON.stringify({ pid, adopted, connection, url }));
  process.stdin.resume().once('end', () => stop().then(() => process.exit(0)));
  if (task === 'write') await write(new pg.Client(connection));
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  console.log(JSON.stringify({ code, message }));
  process.stdin.destroy();
}

async function write(client: pg.Client): Promise<void> {
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table if not exists written (id bigint generated always as identity primary key, filler text)');
  for (;;) {
    const { rows } = await client.query<{ id: string }>("insert into written (filler) values (repeat('x', 200)) returning id");
    console.log(rows[0]?.id);
  }
}
