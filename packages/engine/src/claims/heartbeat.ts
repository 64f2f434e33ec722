import { type Heartbeat, HeartbeatInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { type Context, personId } from '../context.ts';

/**
 * Renews the leases that the person still holds, also lapsed ones that nobody else has taken; names those that are lost. Many places are
 * locked in one order everywhere, so that this and a bulk review wait for each other in turn.
 */
export async function heartbeat({ ctx, input }: { ctx: Context; input: unknown }): Promise<Heartbeat> {
  requireRight(ctx, 'item.review');
  const { itemIds } = HeartbeatInput.parse(input);
  const { rows } = await ctx.db.pool.query({
    name: 'claim-heartbeat',
    text: `with mine as materialized (
        select item_id, checkpoint_id from waiting where workspace_id = $1 and item_id = any($2) and claimed_by = $3 and not is_held
        order by item_id for update)
      update waiting w set lease_until = coalesce($4, now()) + make_interval(secs => c.lease_seconds)
      from mine join checkpoints c on c.workspace_id = $1 and c.id = mine.checkpoint_id
      where w.workspace_id = $1 and w.item_id = mine.item_id
      returning w.item_id, w.lease_until`,
    values: [ctx.workspaceId, itemIds, personId(ctx), ctx.at ?? null],
  });
  const held = rows.map((row) => ({ itemId: row.item_id, expiresAt: row.lease_until.toISOString() }));
  const kept = new Set(held.map(({ itemId }) => itemId));
  return { held, lost: itemIds.filter((id) => !kept.has(id)) };
}
