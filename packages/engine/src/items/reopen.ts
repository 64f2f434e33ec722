import { CountersignError, type ItemSummary, ReopenInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { commentSteps } from '../comments/note.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { newId } from '../ids.ts';
import { logColumns } from '../log/entry.ts';
import { getItem } from './get.ts';
import { valueOfLook } from './prepare.ts';
import { joinCheckpoint, summaryColumns, toSummary } from './row.ts';

// A deadline that is over is gone, or the item would expire again at once.
const statement = `with closed as (
  select id, state, decision from items where workspace_id = $1 and id = $2 and state in ('released', 'rejected', 'expired') for update),
reopened as (
  update items i set state = 'waiting', decision = null, release_at = null, released_at = null, returns = 0,
    due_at = case when i.due_at > coalesce($8, now()) then i.due_at end, updated_at = coalesce($8, now())
  from closed where i.workspace_id = $1 and i.id = closed.id and i.state = closed.state
  returning i.*, i.id as item_id),
kept as (
  insert into past_decisions (workspace_id, item_id, reopened_at, state, decision, reopened_by)
  select $1, closed.id, coalesce($8, clock_timestamp()), closed.state, closed.decision, $9::jsonb from closed join reopened using (id)),
queued as (
  insert into waiting (workspace_id, item_id, checkpoint_id, rank, due_at, cost)
  select $1, id, checkpoint_id, -priority, coalesce(due_at, 'infinity'), $7::real from reopened),
${commentSteps({
  from: 'reopened',
  workspace: '$1',
  id: '$4::text',
  person: '$3',
  text: '$5::text',
  mentions: `'{}'::text[]`,
  actor: '$6::jsonb',
  now: 'coalesce($8, now())',
}).trim()},
entry as (
  insert into log_entries ${logColumns}
  select $1, 'item.reopened', $6::jsonb, reopened.checkpoint_id, reopened.id,
    jsonb_build_object('from', closed.state, 'decisionId', closed.decision ->> 'id', 'outcome', closed.decision ->> 'outcome', 'outputHash', output_hash)
  from reopened join closed using (id))
select ${summaryColumns} from reopened i ${joinCheckpoint}`;

/**
 * Opens an item again whose decision has taken effect. It waits for everybody, with the output as it stands; the old decision stays in
 * the history, the comment says why, and returns are counted anew. Errors: `not_reviewable` for an item that is open or superseded, `not_found`, `not_allowed`.
 */
export async function reopen({ ctx, itemId, input }: { ctx: Context; itemId: string; input: unknown }): Promise<ItemSummary> {
  requireRight(ctx, 'item.reopen');
  const { comment } = ReopenInput.parse(input);
  const { severity, confidence } = await getItem({ ctx, id: itemId });
  const { rows } = await ctx.db.pool.query({
    name: 'item-reopen',
    text: statement,
    values: [
      ctx.workspaceId,
      itemId,
      personId(ctx),
      newId('comment'),
      comment,
      JSON.stringify(actorRecord(ctx)),
      -valueOfLook(severity, confidence),
      ctx.at ?? null,
      JSON.stringify(ctx.actor),
    ],
  });
  if (rows[0]) return toSummary(rows[0]);
  const { state, decision } = await getItem({ ctx, id: itemId });
  const why = state === 'decided' ? 'undo the decision instead' : 'only released, rejected and expired items can be reopened';
  throw new CountersignError('not_reviewable', `This item is ${state}: ${why}.`, { context: { itemId, state, decision } });
}
