import { type Claim, ClaimsInput, CountersignError } from '@countersign/contract';
import { can, requireRight } from '../access/can.ts';
import { findCheckpoint } from '../checkpoints/find.ts';
import { type Context, personId } from '../context.ts';
import { getItem } from '../items/get.ts';
import { fromTheBeginning, markFor, markParameters, markValues } from './head.ts';
import { claimOrder, claimSteps, isFree, order } from './order.ts';
import { claimedByOther, findPlace } from './place.ts';
import { claimColumns, joinClaimed, toClaim } from './row.ts';

const statement = (oneCheckpoint: boolean, limit: number, isLead: boolean) => `
with ${claimSteps({
  workspace: '$1',
  checkpoint: oneCheckpoint ? '$5' : null,
  person: '$2',
  limit,
  includeSkipped: '$3',
  isLead,
  now: 'coalesce($4, now())',
  from: oneCheckpoint ? markParameters(6) : null,
}).trim()}
select ${claimColumns} from claimed ${joinClaimed('$1', '$2')} order by ${claimOrder}`;

/**
 * Leases the next items to the acting person, at most `limit`; none when nothing waits.
 * Errors: `not_allowed` for a service key, `not_found`, and for one named item `not_reviewable`, or `claimed_by_other` with who holds
 * it, whom it is assigned to or until when it is held; an owner may end the hold of somebody else by claiming it.
 */
export async function claim({ ctx, input }: { ctx: Context; input: unknown }): Promise<Claim[]> {
  requireRight(ctx, 'item.review');
  const { checkpoint: name, limit, item, includeSkipped } = ClaimsInput.parse(input);
  if (item !== undefined) return [await claimItem(ctx, item)];
  const checkpoint = name === undefined ? null : await findCheckpoint(ctx, name);
  const claims = await claimFrom(ctx, checkpoint?.id ?? null, { limit, includeSkipped });
  return claims.length > 0 || checkpoint ? claims : claimBehindHeads(ctx, { limit, includeSkipped });
}

type Wish = { limit: number; includeSkipped: boolean };

async function claimFrom(ctx: Context, checkpointId: string | null, wish: Wish): Promise<Claim[]> {
  if (checkpointId === null) return claimWith(ctx, wish, []);
  const mark = markFor(ctx, checkpointId);
  const claims = await claimWith(ctx, wish, [checkpointId, ...markValues(mark)]);
  return mark === fromTheBeginning || claims.length === wish.limit
    ? claims
    : [...claims, ...(await claimBeforeMark(ctx, checkpointId, wish, claims.length))];
}

/** What a search from a mark did not find is looked for from the beginning. */
export const claimBeforeMark = (ctx: Context, checkpointId: string, { limit, includeSkipped }: Wish, found: number): Promise<Claim[]> =>
  claimWith(ctx, { limit: limit - found, includeSkipped }, [checkpointId, ...markValues(fromTheBeginning)]);

async function claimWith(ctx: Context, { limit, includeSkipped }: Wish, where: string[]): Promise<Claim[]> {
  const oneCheckpoint = where.length > 0;
  const isLead = can(ctx.role, 'item.direct');
  const { rows } = await ctx.db.pool.query({
    name: `claim-${oneCheckpoint ? 'one' : 'any'}-${limit}${isLead ? '-lead' : ''}`,
    text: statement(oneCheckpoint, limit, isLead),
    values: [ctx.workspaceId, personId(ctx), includeSkipped, ctx.at ?? null, ...where],
  });
  return rows.map(toClaim);
}

/**
 * The statement over all checkpoints looks at the head of each. When others are claiming all of those at this very moment, this
 * looks behind them, one checkpoint after the other.
 */
async function claimBehindHeads(ctx: Context, wish: Wish): Promise<Claim[]> {
  const { rows: heads } = await ctx.db.pool.query({
    name: 'claim-heads',
    text: `select c.id from checkpoints c cross join lateral (
        select w.rank, w.due_at, w.cost, w.item_id from waiting w
        where w.workspace_id = $1 and w.checkpoint_id = c.id and ${isFree} and ($3 or not $2 = any(w.skipped_by))
        order by ${order('w')} limit 1) head
      where c.workspace_id = $1 order by ${order('head')}`,
    values: [ctx.workspaceId, personId(ctx), wish.includeSkipped],
  });
  for (const { id } of heads) {
    const claims = await claimFrom(ctx, id, wish);
    if (claims.length > 0) return claims;
  }
  return [];
}

async function claimItem(ctx: Context, id: string): Promise<Claim> {
  const { rows } = await ctx.db.pool.query({
    name: 'claim-item',
    text: `with claimed as (
        update waiting w set claimed_by = $3, lease_until = coalesce($4, now()) + make_interval(secs => c.lease_seconds), is_held = false
        from checkpoints c
        where w.workspace_id = $1 and w.item_id = $2 and c.workspace_id = $1 and c.id = w.checkpoint_id
          and (w.claimed_by is null or w.claimed_by = $3 or w.lease_until < coalesce($4, now()) or w.is_held and $5)
          and (w.assigned_to is null or w.assigned_to = $3) and (not w.for_leads or $5)
        returning w.item_id, w.lease_until, w.skips)
      select ${claimColumns} from claimed ${joinClaimed('$1', '$3')}`,
    values: [ctx.workspaceId, id, personId(ctx), ctx.at ?? null, can(ctx.role, 'item.direct')],
  });
  if (rows[0]) return toClaim(rows[0]);
  const standing = await getItem({ ctx, id });
  if (standing.state === 'waiting') throw claimedByOther(id, await findPlace(ctx, id));
  throw new CountersignError('not_reviewable', `This item is ${standing.state}; only waiting items can be reviewed.`, {
    context: { itemId: id, state: standing.state, decision: standing.decision },
  });
}
