import type { Database } from '../database/open.ts';
import { logColumns } from '../log/entry.ts';
import type { Settled } from './release.ts';

const now = 'coalesce($1, now())';
const stamp = `to_char(${now} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const policy = `'{"kind": "policy", "id": "deadline"}'::jsonb`;
const outcome = `case gone.on_deadline when 'reject' then 'rejected' else 'expired' end`;

/** Ends the items of `gone (workspace_id, id, on_deadline)` that are still in the state. */
const endSteps = (state: 'waiting' | 'returned') => `
ended as (
  update items i set state = ${outcome},
    decision = jsonb_build_object('id', 'deadline_' || i.id, 'outcome', ${outcome}, 'by', ${policy}, 'at', ${stamp}, 'outputHash', i.output_hash,
      'revision', i.revision, 'reasons', '[]'::jsonb, 'comment', '', 'undoUntil', ${stamp}),
    updated_at = ${now}
  from gone where i.workspace_id = gone.workspace_id and i.id = gone.id and i.state = '${state}'
  returning i.workspace_id, i.id, i.checkpoint_id, i.state, i.output_hash),
entries as (
  insert into log_entries ${logColumns}
  select workspace_id, 'item.' || state, ${policy}, checkpoint_id, id, jsonb_build_object('outputHash', output_hash) from ended)
select workspace_id, id from ended`;

const endWaiting = (limit: number) => `with due as (
  select w.workspace_id, w.item_id, c.on_deadline from waiting w
  join checkpoints c on c.workspace_id = w.workspace_id and c.id = w.checkpoint_id
  where w.due_at <= ${now} and c.on_deadline <> 'keep' limit ${limit} for update of w skip locked),
gone as (
  delete from waiting w using due where w.workspace_id = due.workspace_id and w.item_id = due.item_id
  returning w.workspace_id, w.item_id as id, due.on_deadline),
${endSteps('waiting').trim()}`;

const endReturned = (limit: number) => `with gone as (
  select i.workspace_id, i.id, c.on_deadline from items i join checkpoints c on c.workspace_id = i.workspace_id and c.id = i.checkpoint_id
  where i.state = 'returned' and i.due_at <= ${now} and c.on_deadline <> 'keep' limit ${limit} for update of i skip locked),
${endSteps('returned').trim()}`;

/**
 * Ends what nobody decided before its deadline, and what its maker has not answered by then, as the checkpoint says: `expire` or
 * `reject`. It never approves. Claimed or not, the place in the queue is the token, so a decision that got there first stands.
 */
export async function passDeadlines(db: Database, { at, limit = 500 }: { at?: Date; limit?: number } = {}): Promise<Settled[]> {
  const ended: Settled[] = [];
  for (const [name, text] of [
    ['waiting', endWaiting],
    ['returned', endReturned],
  ] as const) {
    const { rows } = await db.pool.query({ name: `items-deadline-${name}-${limit}`, text: text(limit), values: [at ?? null] });
    ended.push(...rows.map((row) => ({ workspaceId: row.workspace_id, itemId: row.id })));
  }
  return ended;
}
