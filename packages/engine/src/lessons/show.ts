import type { PoolClient } from 'pg';
import { actorRecord, type Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';

const put = `with shown as (
  select coalesce(jsonb_agg(jsonb_build_object('id', id, 'rule', rule, 'scope', scope, 'changed', changed, 'cases', cases, 'bound', bound, 'mayApply', may_apply)
    order by id), '[]') as lessons
  from lessons where workspace_id = $1 and checkpoint_id = $2 and state = 'shown'),
put as (
  update checkpoints c set lessons = shown.lessons, version = version + 1, rules_version = version + 1, updated_at = now()
  from shown where c.workspace_id = $1 and c.id = $2 and c.lessons is distinct from shown.lessons
  returning c.*)
insert into log_entries ${logColumns}
select workspace_id, 'checkpoint.changed', $3::jsonb, id, null, jsonb_build_object('name', name, 'version', version) from put`;

/** Gives the checks of a checkpoint the lessons that are shown there, as its next version; what waits is checked again. */
export async function showLessons(client: PoolClient, ctx: Context, checkpointId: string): Promise<void> {
  // Locked first, so that the list is made of what whoever was there before has left.
  await client.query('select from checkpoints where workspace_id = $1 and id = $2 for update', [ctx.workspaceId, checkpointId]);
  await client.query(put, [ctx.workspaceId, checkpointId, JSON.stringify(actorRecord(ctx))]);
}
