import type { Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';
import type { PreparedItem } from './prepare.ts';
import { type StandingItem, selectStored, sent, storeSteps, storeValues } from './store.ts';

// One statement takes the old item away and brings the new one: no moment, and no crash, leaves the key without either.
const supersede = `with ${sent.trim()},
gone as (
  delete from waiting where workspace_id = $1 and item_id = $7 and exists (select from sent)
  returning item_id),
superseded as (
  update items set state = 'superseded', updated_at = coalesce($6, now())
  where workspace_id = $1 and id = $7 and (id in (select item_id from gone) or state = 'returned' and exists (select from sent))
  returning id, checkpoint_id),
superseded_entry as (
  insert into log_entries ${logColumns}
  select $1, 'item.superseded', $5::jsonb, superseded.checkpoint_id, superseded.id, jsonb_build_object('outputHash', output_hash)
  from superseded, sent),
${storeSteps({ onlyIf: 'exists (select from superseded)' }).trim()} ${selectStored}`;

/**
 * Puts an item in the place of an open one with its key. The old one's place in the queue is the token: a decision that got there
 * first wins. False when the old one is open no more, or the checkpoint has changed since the new one was checked.
 */
export async function supersedeItem(
  ctx: Context,
  standing: StandingItem,
  { checkpoint, by }: { checkpoint: { id: string; version: number }; by: PreparedItem },
): Promise<boolean> {
  const { rows } = await ctx.db.pool.query({
    name: 'item-supersede',
    text: supersede,
    values: [...storeValues(ctx, checkpoint, [by]), standing.id],
  });
  return rows[0].stored.length > 0;
}
