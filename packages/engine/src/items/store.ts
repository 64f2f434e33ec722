import { actorRecord, type Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';
import type { PreparedItem } from './prepare.ts';

// One statement: the items, their contents, first revisions, places in the queue and log entries. It writes nothing when the
// checkpoint is no longer at the version that the items were checked against. Keys are taken in one order, so that two statements
// with the same keys wait for each other in turn and not in a ring.
export const sent = `
sent as (
  select s.*, c.id as checkpoint_id from checkpoints c, json_to_recordset($4::json) as s(id text, key text, label text, severity text, priority integer,
    due_at timestamptz, confidence real, model text, content_hash text, output_hash text, input text, output text, metadata text, cost real, run_id text,
    applied_output text, applied_hash text, applied_by text)
  where c.workspace_id = $1 and c.id = $2 and c.version = $3)`;

export const storeSteps = ({ onlyIf = 'true' } = {}): string => `
stored as (
  insert into items (workspace_id, id, checkpoint_id, key, label, severity, priority, due_at, confidence, model, content_hash, output_hash, revision, run_id, created_at, updated_at)
  select $1, id, checkpoint_id, key, label, severity, priority, due_at, confidence, model, content_hash, coalesce(applied_hash, output_hash), case when applied_hash is null then 1 else 2 end, run_id, coalesce($6, now()), coalesce($6, now())
  from sent where ${onlyIf} order by key collate "C"
  on conflict (workspace_id, checkpoint_id, key) where state <> 'superseded' do nothing
  returning id),
contents as (
  insert into item_contents (workspace_id, item_id, input, metadata)
  select $1, id, input::json, metadata::json from sent join stored using (id)),
first_revisions as (
  insert into revisions (workspace_id, item_id, number, output, output_hash, author, created_at)
  select $1, id, 1, output::json, output_hash, $5::jsonb, coalesce($6, now()) from sent join stored using (id)
  union all select $1, id, 2, applied_output::json, applied_hash, jsonb_build_object('kind', 'lesson', 'id', applied_by), coalesce($6, now())
    from sent join stored using (id) where applied_hash is not null),
queued as (
  insert into waiting (workspace_id, item_id, checkpoint_id, rank, due_at, cost)
  select $1, id, checkpoint_id, -priority, coalesce(due_at, 'infinity'), cost from sent join stored using (id)),
entries as (
  insert into log_entries ${logColumns}
  select $1, 'item.submitted', $5::jsonb, checkpoint_id, id, jsonb_build_object('outputHash', output_hash) from sent join stored using (id)
  union all select $1, 'item.revised', jsonb_build_object('kind', 'lesson', 'id', applied_by), checkpoint_id, id, jsonb_build_object('revision', 2, 'outputHash', applied_hash)
    from sent join stored using (id) where applied_hash is not null)`;

export const selectStored = 'select (select count(*) from sent)::integer as sent, array(select id from stored) as stored';

const storeItems = `with ${sent.trim()}, ${storeSteps().trim()} ${selectStored}`;

export const storeValues = (ctx: Context, checkpoint: { id: string; version: number }, items: PreparedItem[]): unknown[] => [
  ctx.workspaceId,
  checkpoint.id,
  checkpoint.version,
  JSON.stringify(items),
  JSON.stringify(actorRecord(ctx)),
  ctx.at ?? null,
];

/** Writes the items whose key is free. `null` when the checkpoint has changed since they were checked. */
export async function storePrepared(
  ctx: Context,
  checkpoint: { id: string; version: number },
  items: PreparedItem[],
): Promise<Set<string> | null> {
  const { rows } = await ctx.db.pool.query({
    name: 'items-store',
    text: storeItems,
    values: storeValues(ctx, checkpoint, items),
  });
  return rows[0].sent === 0 ? null : new Set(rows[0].stored);
}

export interface StandingItem {
  id: string;
  key: string;
  state: string;
  content_hash: string;
}

/** The items that hold these keys now. */
export async function findByKeys(ctx: Context, checkpointId: string, keys: string[]): Promise<Map<string, StandingItem>> {
  const { rows } = await ctx.db.pool.query({
    name: 'items-by-keys',
    text: `select id, key, state, content_hash from items
      where workspace_id = $1 and checkpoint_id = $2 and key = any($3) and state <> 'superseded'`,
    values: [ctx.workspaceId, checkpointId, keys],
  });
  return new Map(rows.map((row) => [row.key, row]));
}
