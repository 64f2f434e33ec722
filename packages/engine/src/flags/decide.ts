import { FlagDecisionsInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { transact } from '../database/transact.ts';
import { itemNotFound } from '../items/not-found.ts';
import { logColumns } from '../log/entry.ts';
import { recountFlags } from './store.ts';

const keep = `with item as (select id, checkpoint_id, output_hash from items where workspace_id = $1 and id = $2),
kept as (
  insert into flag_decisions (workspace_id, item_id, flag_id, person_id, action, kind, level, rule, flag, replacement, reason, output_hash, decided_at)
  select $1, item.id, s.flag ->> 'id', $3, s.action, s.flag ->> 'kind', s.flag ->> 'level', s.flag -> 'source' ->> 'rule', s.flag, s.replacement, s.reason,
    item.output_hash, coalesce($6, clock_timestamp())
  from item, json_to_recordset($4::json) as s(flag json, action text, replacement text, reason text) order by s.flag ->> 'id'
  on conflict (workspace_id, item_id, flag_id, person_id) do update set action = excluded.action, kind = excluded.kind, level = excluded.level,
    rule = excluded.rule, flag = excluded.flag, replacement = excluded.replacement, reason = excluded.reason, output_hash = excluded.output_hash,
    decided_at = excluded.decided_at
  where (flag_decisions.action, flag_decisions.replacement, flag_decisions.reason) is distinct from (excluded.action, excluded.replacement, excluded.reason)
  returning item_id, flag_id, action, kind, rule),
entries as (
  insert into log_entries ${logColumns}
  select $1, 'flag.' || action, $5::jsonb, item.checkpoint_id, item.id, jsonb_build_object('flagId', flag_id, 'kind', kind, 'rule', rule)
  from kept, item)
select (select count(*) from item)::integer as items, (select count(*) from kept)::integer as kept`;

/**
 * Records what the acting person did about flags of an item, accepted or dismissed; a later decision of theirs on the same flag takes
 * the place of the first. A dismissed flag is not raised again on this item while its words and its evidence stay as they are.
 * Errors: `not_found`, `not_allowed`.
 */
export async function decideFlags({ ctx, itemId, input }: { ctx: Context; itemId: string; input: unknown }): Promise<{ recorded: number }> {
  requireRight(ctx, 'item.review');
  const decisions = new Map(FlagDecisionsInput.parse(input).decisions.map((decision) => [decision.flag.id, decision]));
  return transact(ctx.db, async (client) => {
    const { rows } = await client.query(keep, [
      ctx.workspaceId,
      itemId,
      personId(ctx),
      JSON.stringify([...decisions.values()]),
      JSON.stringify(actorRecord(ctx)),
      ctx.at ?? null,
    ]);
    if (rows[0].items === 0) throw itemNotFound(itemId);
    if (rows[0].kept > 0) await client.query(recountFlags, [ctx.workspaceId, itemId]);
    return { recorded: rows[0].kept };
  });
}
