import type { Database } from '../database/open.ts';
import { logColumns } from '../log/entry.ts';
import { valueOfLookSql } from './prepare.ts';

export interface Settled {
  workspaceId: string;
  itemId: string;
}

// No decision is recorded that far after the moment its time to undo is counted from: no statement runs that long. What stands before
// are entries of released items, which cannot be removed while an old snapshot is open; a look at all of them now and then suffices.
const longestWrite = '40 seconds';
const lookAtAllEveryMs = 30_000;
const beginnings = new WeakMap<Database, { from: string; until: number }>();

// Of `items i` and `checkpoints c`: a return that its checkpoint allows no more. It goes to the leads.
const isTooMany = `(i.decision ->> 'outcome' = 'returned' and i.returns >= c.max_returns)`;

const actor = `'{"kind": "system", "id": "release"}'::jsonb`;

/**
 * Lets the decisions take effect whose time to undo is over, oldest first, at most `limit` at once; any number of processes may
 * do so side by side. A return that its checkpoint allows no more puts the item back into the queue, for the leads. Answers what it settled and, when nothing is left, how many milliseconds until the next is due.
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
        select workspace_id, id, decision from items where state = 'decided' and release_at <= coalesce($1, now()) and release_at >= $2::timestamptz
        order by release_at limit ${limit} for update skip locked),
      settled as (
        update items i set
          state = case when ${isTooMany} then 'waiting'
            else case i.decision ->> 'outcome' when 'rejected' then 'rejected' when 'returned' then 'returned' else 'released' end end,
          decision = case when not ${isTooMany} then i.decision end,
          release_at = case when not ${isTooMany} then i.release_at end,
          returns = i.returns + (i.decision ->> 'outcome' = 'returned')::integer,
          released_at = case when i.decision ->> 'outcome' in ('approved', 'edited') then coalesce($1, now()) end,
          updated_at = coalesce($1, now())
        from due, checkpoints c where i.workspace_id = due.workspace_id and i.id = due.id and c.workspace_id = i.workspace_id and c.id = i.checkpoint_id
        returning i.*, due.decision as settled_decision),
      queued as (
        insert into waiting (workspace_id, item_id, checkpoint_id, rank, due_at, cost, for_leads)
        select workspace_id, id, checkpoint_id, -priority, coalesce(due_at, 'infinity'), -${valueOfLookSql('settled')}, true from settled where state = 'waiting'),
      entries as (
        insert into log_entries ${logColumns}
        select workspace_id, 'item.' || case state when 'waiting' then 'escalated' else state end, ${actor}, checkpoint_id, id,
          jsonb_build_object('outputHash', output_hash) || case when settled_decision ->> 'outcome' <> 'returned' then '{}'
            else jsonb_build_object('reviewId', settled_decision ->> 'id', 'revision', revision, 'reasons', settled_decision -> 'reasons', 'returns', returns) end
        from settled)
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
