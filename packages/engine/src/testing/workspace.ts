import type { Role } from '@countersign/contract';
import { putCheckpoint } from '../checkpoints/put.ts';
import type { Context } from '../context.ts';
import type { Database } from '../database/open.ts';
import { newId } from '../ids.ts';
import { createWorkspace } from '../workspaces/create.ts';

export interface TestWorkspace {
  id: string;
  owner: Context;
  service: Context;
  /** A new member. */
  person(name: string, role?: Role): Promise<Context>;
  checkpoint(name: string, settings?: Record<string, unknown>): Promise<string>;
}

/** A workspace of its own with an owner and a service key, for one test or suite. */
export async function makeWorkspace(db: Database, name = 'Test'): Promise<TestWorkspace> {
  const { id } = await createWorkspace(db, { name });
  const person = async (personName: string, role: Role = 'reviewer'): Promise<Context> => {
    const personId = newId('person');
    await db.pool.query('insert into people (id, name, email) values ($1, $2, $3)', [personId, personName, `${personId}@example.test`]);
    await db.pool.query('insert into members (workspace_id, person_id, role) values ($1, $2, $3)', [id, personId, role]);
    return { db, workspaceId: id, actor: { kind: 'person', id: personId, name: personName }, role };
  };
  const owner = await person('Olga Owner', 'owner');
  return {
    id,
    owner,
    service: { db, workspaceId: id, actor: { kind: 'apiKey', id: newId('key'), name: 'test service' }, role: 'service' },
    person,
    async checkpoint(checkpointName, settings = {}) {
      await putCheckpoint({ ctx: owner, name: checkpointName, input: { title: checkpointName, ...settings } });
      return checkpointName;
    },
  };
}
