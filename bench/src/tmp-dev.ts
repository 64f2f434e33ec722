import { openBenchDatabase } from './installation.ts';
import { migrate, openDatabase, closeDatabase, createWorkspace, putCheckpoint, newId } from '@countersign/engine';
import { fill, settle } from './fill.ts';
import { withClient } from './sql.ts';
import { writeFileSync } from 'node:fs';
import { reviewScript } from './load/pgbench-script.ts';
const d = await openBenchDatabase();
const db = openDatabase({ connectionString: d.url });
await migrate(db);
const ws = await createWorkspace(db, { name: 'x' });
await putCheckpoint({ ctx: { db, workspaceId: ws.id, actor: { kind: 'person', id: 'p' }, role: 'owner' } as never, name: 'texts', input: { title: 't', undoSeconds: 600 } });
for (let i = 0; i < 16; i++) { const p = newId('person'); await db.pool.query('insert into people (id,name,email) values ($1,$2,$1)', [p, 'P' + i]); await db.pool.query(`insert into members (workspace_id, person_id, role) values ($1,$2,'reviewer')`, [ws.id, p]); }
const cp = (await db.pool.query('select id from checkpoints')).rows[0].id;
await withClient(d.connection, async (c) => { await fill(c, { workspaceId: ws.id, checkpointId: cp, from: 1, count: Number(process.argv[2] ?? 40000) }); await settle(c); });
writeFileSync('/tmp/bn/review.sql', reviewScript({ workspaceId: ws.id, checkpointId: cp }));
writeFileSync('/tmp/bn/env', `export PGHOST=${d.connection.host} PGUSER=${d.connection.user} PGDATABASE=countersign WS=${ws.id} CP=${cp}\n`);
console.log('ready', d.url);
process.on('SIGTERM', async () => { await closeDatabase(db); await d[Symbol.asyncDispose](); process.exit(0); });
setInterval(() => {}, 1000);
