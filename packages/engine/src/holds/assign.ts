import { AssignInput, CountersignError } from '@countersign/contract';
import { can, requireRight } from '../access/can.ts';
import { commentSteps } from '../comments/note.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { newId } from '../ids.ts';
import { logColumns } from '../log/entry.ts';
import { refusePlace } from './refuse.ts';

const note = { from: 'assigned', workspace: '$1', id: '$7::text', person: '$3', text: '$8::text', actor: '$6::jsonb' };

// Whoever held it loses it, unless it is the assignee; a hold ends, and what the assignee skipped before is theirs all the same.
const statement = `with assigned as (
  update waiting w set assigned_to = $4, assigned_until = null, for_leads = w.for_leads and $4 is null,
    claimed_by = case when w.claimed_by = $4 and not w.is_held then w.claimed_by end,
    lease_until = case when w.claimed_by = $4 and not w.is_held then w.lease_until end,
    is_held = false,
    skipped_by = array_remove(w.skipped_by, $4::text)
  where w.workspace_id = $1 and w.item_id = $2 and ($5 or w.claimed_by = $3 or w.assigned_to = $3)
    and ($4::text is null or exists (select from members m where m.workspace_id = $1 and m.person_id = $4))
  returning w.item_id, w.checkpoint_id),
${commentSteps({ ...note, mentions: 'array_remove(array[$4::text], null)', now: 'coalesce($9, now())' }).trim()},
entry as (
  insert into log_entries ${logColumns}
  select $1, 'item.assigned', $6::jsonb, checkpoint_id, item_id, jsonb_build_object('personId', $4::text) from assigned)
select from assigned`;

/**
 * Gives an item to one person, who alone is offered it from then on, or with null to everybody again. A note becomes a comment that
 * mentions them. What waits for the leads is for its assignee then. Errors: `claimed_by_other` for who neither holds its claim, nor has it assigned, nor is an owner, `not_reviewable`,
 * `not_found`, `invalid_input` for a person who is no member.
 */
export async function assign({ ctx, itemId, input }: { ctx: Context; itemId: string; input: unknown }): Promise<void> {
  requireRight(ctx, 'item.review');
  const { personId: to, note } = AssignInput.parse(input);
  const { rowCount } = await ctx.db.pool.query({
    name: 'item-assign',
    text: statement,
    values: [
      ctx.workspaceId,
      itemId,
      personId(ctx),
      to,
      can(ctx.role, 'item.direct'),
      JSON.stringify(actorRecord(ctx)),
      newId('comment'),
      note.trim(),
      ctx.at ?? null,
    ],
  });
  if (rowCount !== 0) return;
  if (to !== null && !(await isMember(ctx, to)))
    throw new CountersignError('invalid_input', 'This person is no member of the workspace. GET /v1/people lists who is.', {
      pointer: '/personId',
    });
  throw await refusePlace(ctx, itemId, 'assign it');
}

async function isMember(ctx: Context, person: string): Promise<boolean> {
  const { rowCount } = await ctx.db.pool.query('select from members where workspace_id = $1 and person_id = $2', [ctx.workspaceId, person]);
  return rowCount === 1;
}
