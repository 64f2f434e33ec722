import { type Claim, ClaimsInput, CountersignError } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { findCheckpoint } from '../checkpoints/find.ts';
import { type Context, personId } from '../context.ts';
import { getItem } from '../items/get.ts';
import { claimOrder, claimSteps } from './order.ts';
import { claimColumns, joinClaimed, toClaim } from './row.ts';

const statement = (checkpoint: boolean, limit: number) => `
with ${claimSteps({ workspace: '$1', checkpoint: checkpoint ? '$5' : null, person: '$2', limit, includeSkipped: '$3', now: 'coalesce($4, now())' }).trim()}
select ${claimColumns} from claimed ${joinClaimed('$1', '$2')} order by ${claimOrder}`;

/**
 * Leases the next items to the acting person, at most `limit`; none when nothing waits.
 * Errors: `not_allowed` for a service key, `not_found`, and for one named item `claimed_by_other` or `not_reviewable`.
 */
export async function claim({ ctx, input }: { ctx: Context; input: unknown }): Promise<Claim[]> {
  requireRight(ctx, 'item.review');
  const { checkpoint: name, limit, item, includeSkipped } = ClaimsInput.parse(input);
  if (item !== undefined) return [await claimItem(ctx, item)];
  const checkpoint = name === undefined ? null : await findCheckpoint(ctx, name);
  const { rows } = await ctx.db.pool.query({
    name: `claim-${checkpoint ? 'one' : 'any'}-${limit}`,
    text: statement(checkpoint !== null, limit),
    values: [ctx.workspaceId, personId(ctx), includeSkipped, ctx.at ?? null, ...(checkpoint ? [checkpoint.id] : [])],
  });
  return rows.map(toClaim);
}

async function claimItem(ctx: Context, id: string): Promise<Claim> {
  const { rows } = await ctx.db.pool.query({
    name: 'claim-item',
    text: `with claimed as (
        update waiting w set claimed_by = $3, lease_until = coalesce($4, now()) + make_interval(secs => c.lease_seconds)
        from checkpoints c
        where w.workspace_id = $1 and w.item_id = $2 and c.workspace_id = $1 and c.id = w.checkpoint_id
          and (w.claimed_by is null or w.claimed_by = $3 or w.lease_until < coalesce($4, now()))
        returning w.item_id, w.lease_until, w.skips)
      select ${claimColumns} from claimed ${joinClaimed('$1', '$3')}`,
    values: [ctx.workspaceId, id, personId(ctx), ctx.at ?? null],
  });
  if (rows[0]) return toClaim(rows[0]);
  const standing = await getItem({ ctx, id });
  if (standing.state === 'waiting')
    throw new CountersignError('claimed_by_other', 'Somebody else is reviewing this item. Take the next one.', { context: { itemId: id } });
  throw new CountersignError('not_reviewable', `This item is ${standing.state}; only waiting items can be reviewed.`, {
    context: { itemId: id, state: standing.state, decision: standing.decision },
  });
}
