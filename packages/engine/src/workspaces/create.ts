import { systemContext } from '../context.ts';
import type { Database } from '../database/open.ts';
import { transact } from '../database/transact.ts';
import { newId } from '../ids.ts';
import { appendLog } from '../log/append.ts';

export interface Workspace {
  id: string;
  name: string;
}

export async function createWorkspace(db: Database, { name }: { name: string }): Promise<Workspace> {
  const id = newId('ws');
  await transact(db, async (client) => {
    await client.query('insert into workspaces (id, name) values ($1, $2)', [id, name]);
    await appendLog(client, systemContext(db, id, 'setup'), { kind: 'workspace.created' });
  });
  return { id, name };
}

/** The oldest workspace, made at the first start; null before that. */
export async function firstWorkspace({ pool }: Database): Promise<Workspace | null> {
  const { rows } = await pool.query('select id, name from workspaces order by created_at, id limit 1');
  return rows[0] ?? null;
}
