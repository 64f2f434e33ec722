import { CountersignError, HoldInput } from '@countersign/contract';
import { can, requireRight } from '../access/can.ts';
import { commentSteps } from '../comments/note.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { newId } from '../ids.ts';
import { logColumns } from '../log/entry.ts';
import { stamp } from '../reviews/decide.ts';
import { refusePlace } from './refuse.ts';

const longestDays = 30;

const note = {
  from: 'held',
  workspace: '$1',
  id: '$7::text',
  person: '$3',
  text: '$8::text',
  mentions: `'{}'::text[]`,
  actor: '$6::jsonb',
};

const statement = `with held as (
  update waiting w set claimed_by = $3, lease_until = $4::timestamptz, is_held = true
  where w.workspace_id = $1 and w.item_id = $2 and ($5 or w.claimed_by = $3)
  returning w.item_id, w.checkpoint_id),
${commentSteps({ ...note, now: 'coalesce($9, now())' }).trim()},
entry as (
  insert into log_entries ${logColumns}
  select $1, 'item.held', $6::jsonb, checkpoint_id, item_id, jsonb_build_object('until', ${stamp('$4::timestamptz')}) from held)
select from held`;

/**
 * Takes an item out of the queue until an instant; then it comes back by itself, at its old place. Before that, who put it on hold
 * may claim or decide it, and so may an owner who claims it. A note becomes a comment on the item.
 * Errors: `claimed_by_other` for who neither holds its claim nor is an owner, `not_reviewable`, `not_found`, `invalid_input` for an
 * instant that is over or more than 30 days ahead.
 */
export async function hold({ ctx, itemId, input }: { ctx: Context; itemId: string; input: unknown }): Promise<void> {
  requireRight(ctx, 'item.review');
  const { until, note } = HoldInput.parse(input);
  const ahead = Date.parse(until) - (ctx.at ?? new Date()).getTime();
  if (ahead <= 0 || ahead > longestDays * 86_400_000)
    throw new CountersignError('invalid_input', `Choose a time from now on, at most ${longestDays} days ahead.`, { pointer: '/until' });
  const { rowCount } = await ctx.db.pool.query({
    name: 'item-hold',
    text: statement,
    values: [
      ctx.workspaceId,
      itemId,
      personId(ctx),
      new Date(until).toISOString(),
      can(ctx.role, 'item.direct'),
      JSON.stringify(actorRecord(ctx)),
      newId('comment'),
      note.trim(),
      ctx.at ?? null,
    ],
  });
  if (rowCount === 0) throw await refusePlace(ctx, itemId, 'put it on hold');
}
