import type { Database } from '../database/open.ts';
import { logColumns } from '../log/entry.ts';

export interface Settled {
  workspaceId: string;
  itemId: string;
}

// No decision is recorded that far after the moment its time to undo is counted from: no statement runs that long. What stands before
// are entries of released items, which cannot be removed while an old snapshot is open; a look at all of them now and then suffices.
const longestWrite = '40 seconds';
const lookAtAllEveryMs = 30_000;
const beginnings = new WeakMap<Database, { from: string; until: number }>();

const actor = `'{"kind": "system", "id": "release"}'::jsonb`;

/**
 * Lets the decisions take effect whose time to undo is over, oldest first, at most `limit` at once; any number of processes may
 * do so side by side. Answers what it settled and, when nothing is left, how many milliseconds until the next is due.
 */
export async function releaseDue(
  db: Database,
  { at, limit = 500 }: { at?: Date; limit?: number } = {},
): Promise<{ settled: Settled[]; nextInMs: number | null }> {
  const now = performance.now();
  const begun = beginnings.get(db);
  const from = !at && begun && now < begun.until ? begun.from : '-infinity';
  const { rows } = await db.pool.query({
    name: `items-release-${limit}`,
    text: `with due as (
        select workspace_id, id from items where state = 'decided' and release_at <= coalesce($1, now()) and release_at >= $2::timestamptz
        order by release_at limit ${limit} for update skip locked),
      settled as (
        update items i set
          state = case i.decision ->> 'outcome' when 'rejected' then 'rejected' when 'returned' then 'returned' else 'released' end,
          released_at = case when i.decision ->> 'outcome' in ('approved', 'edited') then coalesce($1, now()) end,
          updated_at = coalesce($1, now())
        from due where i.workspace_id = due.workspace_id and i.id = due.id
        returning i.workspace_id, i.id, i.checkpoint_id, i.state, i.output_hash),
      entries as (
        insert into log_entries ${logColumns}
        select workspace_id, 'item.' || state, ${actor}, checkpoint_id, id, jsonb_build_object('outputHash', output_hash) from settled)
      select workspace_id, id from settled`,
    values: [at ?? null, from],
  });
  const settled = rows.map((row) => ({ workspaceId: row.workspace_id, itemId: row.id }));
  if (settled.length === limit) return { settled, nextInMs: 0 };
  const next = await db.pool.query({
    name: 'items-next-release',
    text: `select case when release_at is not null then greatest(0, extract(epoch from release_at - coalesce($1, clock_timestamp())) * 1000)::float8 end as ms,
        (least(release_at, now()) - interval '${longestWrite}')::text as "from"
      from (select) one left join lateral
        (select release_at from items where state = 'decided' and release_at >= $2::timestamptz order by release_at limit 1) first on true`,
    values: [at ?? null, from],
  });
  if (!at) beginnings.set(db, { from: next.rows[0].from, until: from === '-infinity' ? now + lookAtAllEveryMs : (begun?.until ?? 0) });
  return { settled, nextInMs: next.rows[0].ms };
}

/**
 * Ends what nobody decided before its deadline, as the checkpoint says: `expire` or `reject`. It never approves. Claimed or not,
 * the place in the queue is the token, so a decision that got there first stands.
 */
export async function passDeadlines(db: Database, { at, limit = 500 }: { at?: Date; limit?: number } = {}): Promise<Settled[]> {
  const { rows } = await db.pool.query({
    name: `items-deadline-${limit}`,
    text: `with due as (
        select w.workspace_id, w.item_id, c.on_deadline from waiting w
        join checkpoints c on c.workspace_id = w.workspace_id and c.id = w.checkpoint_id
        where w.due_at <= coalesce($1, now()) and c.on_deadline <> 'keep' limit ${limit} for update of w skip locked),
      gone as (
        delete from waiting w using due where w.workspace_id = due.workspace_id and w.item_id = due.item_id
        returning w.workspace_id, w.item_id, due.on_deadline),
      ended as (
        update items i set
          state = case gone.on_deadline when 'reject' then 'rejected' else 'expired' end,
          decision = jsonb_build_object('id', 'deadline_' || i.id, 'outcome', case gone.on_deadline when 'reject' then 'rejected' else 'expired' end,
            'by', '{"kind": "policy", "id": "deadline"}'::jsonb, 'at', to_char(coalesce($1, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'outputHash', i.output_hash, 'revision', i.revision, 'reasons', '[]'::jsonb, 'comment', '',
            'undoUntil', to_char(coalesce($1, now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
          updated_at = coalesce($1, now())
        from gone where i.workspace_id = gone.workspace_id and i.id = gone.item_id and i.state = 'waiting'
        returning i.workspace_id, i.id, i.checkpoint_id, i.state, i.output_hash),
      entries as (
        insert into log_entries ${logColumns}
        select workspace_id, 'item.' || state, '{"kind": "policy", "id": "deadline"}'::jsonb, checkpoint_id, id, jsonb_build_object('outputHash', output_hash) from ended)
      select workspace_id, id from ended`,
    values: [at ?? null],
  });
  return rows.map((row) => ({ workspaceId: row.workspace_id, itemId: row.id }));
}
