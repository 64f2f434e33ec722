import { type BulkUndoResult, CountersignError } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { valueOfLook } from '../items/prepare.ts';
import { logColumns } from '../log/entry.ts';

const undoMany = `with cost as materialized (select * from json_to_recordset($5::json) as c(item_id text, cost real)),
mine as materialized (
  select i.id, i.checkpoint_id, i.priority, i.due_at, r.id as review_id, r.base_revision, r.base_hash, r.verdict, r.was_assigned, v.output, c.lease_seconds, i.returns > c.max_returns as is_for_leads, cost.cost
  from cost join items i on i.workspace_id = $1 and i.id = cost.item_id
  join reviews r on r.workspace_id = i.workspace_id and r.item_id = i.id and r.id = i.decision ->> 'id'
  join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
  join checkpoints c on c.workspace_id = i.workspace_id and c.id = i.checkpoint_id
  where i.state = 'decided' and i.release_at > coalesce($4, now()) and r.person_id = $2 and r.bulk_id = $3
  order by i.id for update of i),
reopened as (
  update items i set state = 'waiting', decision = null, release_at = null, revision = mine.base_revision, output_hash = mine.base_hash,
    updated_at = coalesce($4, now())
  from mine where i.workspace_id = $1 and i.id = mine.id and i.state = 'decided'
  returning i.id),
taken_back as (
  update reviews r set undone_at = coalesce($4, now()) from mine join reopened using (id)
  where r.workspace_id = $1 and r.item_id = mine.id and r.id = mine.review_id),
queued as (
  insert into waiting (workspace_id, item_id, checkpoint_id, rank, due_at, cost, claimed_by, lease_until, assigned_to, for_leads)
  select $1, id, checkpoint_id, -priority, coalesce(due_at, 'infinity'), cost, $2, coalesce($4, now()) + make_interval(secs => lease_seconds),
    case when was_assigned then $2 end, is_for_leads and not was_assigned
  from mine join reopened using (id)),
kept as (
  insert into drafts (workspace_id, item_id, person_id, output, updated_at)
  select $1, id, $2, output, coalesce($4, now()) from mine join reopened using (id) where verdict = 'edit'
  on conflict (workspace_id, item_id, person_id) do update set output = excluded.output, updated_at = excluded.updated_at),
entries as (
  insert into log_entries ${logColumns}
  select $1, 'item.undone', $6::jsonb, checkpoint_id, id, jsonb_build_object('reviewId', review_id, 'bulkId', $3::text) from mine join reopened using (id))
select id from reopened`;

/**
 * Takes back a bulk review of the acting person as one: every item whose decision has not yet taken effect waits again, claimed by
 * them; the others are named. Asked again, it answers the same. Errors: `not_found` for an id that is none of theirs.
 */
export async function undoBulk({ ctx, id }: { ctx: Context; id: string }): Promise<BulkUndoResult> {
  requireRight(ctx, 'item.review');
  const { pool } = ctx.db;
  const person = personId(ctx);
  const find = {
    name: 'bulk-find',
    text: `select r.item_id, r.undone_at, i.severity, i.confidence from reviews r join items i on i.workspace_id = r.workspace_id and i.id = r.item_id
      where r.workspace_id = $1 and r.person_id = $2 and r.bulk_id = $3 order by r.item_id`,
    values: [ctx.workspaceId, person, id],
  };
  const { rows } = await pool.query(find);
  if (rows.length === 0 && !(await isKnown(ctx, id))) throw new CountersignError('not_found', `You have made no bulk review ${id}.`);
  const open = rows.filter(({ undone_at }) => undone_at === null);
  const costs = open.map(({ item_id, severity, confidence }) => ({ item_id, cost: -valueOfLook(severity, confidence) }));
  const undone = new Set<string>(rows.filter(({ undone_at }) => undone_at !== null).map(({ item_id }) => item_id));
  if (costs.length > 0) {
    const answer = await pool.query({
      name: 'bulk-undo',
      text: undoMany,
      values: [ctx.workspaceId, person, id, ctx.at ?? null, JSON.stringify(costs), JSON.stringify(actorRecord(ctx))],
    });
    for (const row of answer.rows) undone.add(row.id);
  }
  const ids = rows.map(({ item_id }) => item_id as string);
  return { undone: ids.filter((one) => undone.has(one)), closed: ids.filter((one) => !undone.has(one)) };
}

async function isKnown(ctx: Context, id: string): Promise<boolean> {
  const { rowCount } = await ctx.db.pool.query('select from bulk_reviews where workspace_id = $1 and person_id = $2 and id = $3', [
    ctx.workspaceId,
    personId(ctx),
    id,
  ]);
  return rowCount === 1;
}
