import { GiveBackInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { logColumns } from '../log/entry.ts';

/** Frees what the person holds. With `skip` it is counted, logged and offered to others only, whomever it was assigned to. What they do not hold, or put on hold, stays as it is. */
export async function giveBack({ ctx, input }: { ctx: Context; input: unknown }): Promise<{ given: string[] }> {
  requireRight(ctx, 'item.review');
  const { itemIds, skip } = GiveBackInput.parse(input);
  const { rows } = await ctx.db.pool.query({
    name: 'claim-give-back',
    text: `with mine as materialized (
        select item_id from waiting where workspace_id = $1 and item_id = any($2) and claimed_by = $3 and not is_held
        order by item_id for update),
      given as (
        update waiting w set claimed_by = null, lease_until = null, skips = skips + $4::boolean::integer,
          skipped_by = case when $4 and not $3 = any(skipped_by) then skipped_by || $3 else skipped_by end,
          assigned_to = case when not $4 then assigned_to end, assigned_until = case when not $4 then assigned_until end
        from mine where w.workspace_id = $1 and w.item_id = mine.item_id
        returning w.item_id, checkpoint_id, skips),
      entries as (
        insert into log_entries ${logColumns}
        select $1, 'item.skipped', $5::jsonb, checkpoint_id, item_id, jsonb_build_object('skips', skips) from given where $4)
      select item_id from given`,
    values: [ctx.workspaceId, itemIds, personId(ctx), skip, JSON.stringify(actorRecord(ctx))],
  });
  return { given: rows.map((row) => row.item_id) };
}
