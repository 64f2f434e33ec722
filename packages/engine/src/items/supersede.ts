import { actorRecord, type Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';
import { keyConflict } from './key-conflict.ts';
import type { PreparedItem } from './prepare.ts';
import type { StandingItem } from './store.ts';

/**
 * Takes an open item out of the way, so that its key is free. Its place in the queue is the token: a decision that got there
 * first wins. Errors: `key_conflict` when it is decided.
 */
export async function supersedeItem(ctx: Context, standing: StandingItem, by: PreparedItem): Promise<void> {
  const { rows } = await ctx.db.pool.query({
    name: 'item-supersede',
    text: `with gone as (delete from waiting where workspace_id = $1 and item_id = $2 returning item_id),
      superseded as (
        update items set state = 'superseded', updated_at = coalesce($5, now())
        where workspace_id = $1 and id = $2 and (state = 'returned' or id in (select item_id from gone))
        returning id, checkpoint_id),
      entry as (
        insert into log_entries ${logColumns}
        select $1, 'item.superseded', $3::jsonb, checkpoint_id, id, jsonb_build_object('outputHash', $4::text) from superseded)
      select id from superseded`,
    values: [ctx.workspaceId, standing.id, JSON.stringify(actorRecord(ctx)), by.output_hash, ctx.at ?? null],
  });
  if (rows.length === 0) throw keyConflict({ ...standing, state: 'decided' });
}
