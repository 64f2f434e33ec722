import type { Context } from '../context.ts';
import type { CheckedOutput } from './check.ts';

/** Ids of the flags of one item whose newest decision, whoever made it, is to dismiss. */
export const dismissedIds = (workspace: string, item: string): string => `
  select flag_id from (
    select distinct on (d.flag_id) d.flag_id, d.action from flag_decisions d
    where d.workspace_id = ${workspace} and d.item_id = ${item} order by d.flag_id, d.decided_at desc, d.person_id) newest
  where action = 'dismissed'`;

const countOpen = (flags: string, workspace: string, item: string) => `
  select count(*) filter (where x.level = 'error') as errors, count(*) filter (where x.level = 'warning') as warnings,
    count(*) filter (where x.level = 'info') as infos
  from json_to_recordset(${flags}) as x(id text, level text) where x.id not in (${dismissedIds(workspace, item)})`;

/** Keeps what the checks said, for the items whose output is still the one that was checked. */
export async function storeFlags(ctx: Context, checksVersion: string, checked: CheckedOutput[]): Promise<void> {
  if (checked.length === 0) return;
  await ctx.db.pool.query({
    name: 'flags-store',
    text: `insert into item_flags (workspace_id, item_id, output_hash, checkpoint_version, checks_version, errors, warnings, infos, flags, failure, checked_at)
      select $1, s."itemId", s."outputHash", s."checkpointVersion", $3, n.errors, n.warnings, n.infos, s.flags, s.failure, coalesce($4, now())
      from json_to_recordset($2::json) as s("itemId" text, "outputHash" text, "checkpointVersion" integer, flags json, failure text)
      join items i on i.workspace_id = $1 and i.id = s."itemId" and i.output_hash = s."outputHash"
      cross join lateral (${countOpen('s.flags', '$1', 's."itemId"')}) n
      order by s."itemId"
      on conflict (workspace_id, item_id) do update set output_hash = excluded.output_hash, checkpoint_version = excluded.checkpoint_version,
        checks_version = excluded.checks_version, errors = excluded.errors, warnings = excluded.warnings, infos = excluded.infos,
        flags = excluded.flags, failure = excluded.failure, checked_at = excluded.checked_at`,
    values: [ctx.workspaceId, JSON.stringify(checked), checksVersion, ctx.at ?? null],
  });
}

/** Counts the open flags of an item anew, in the transaction that dismissed some. */
export const recountFlags = `update item_flags f set (errors, warnings, infos) = (${countOpen('f.flags', 'f.workspace_id', 'f.item_id')})
  where f.workspace_id = $1 and f.item_id = $2`;

/** What these checks said of the present outputs of items by the present brand rules; the dictionary may have grown since. */
export async function findStoredFlags(ctx: Context, checksVersion: string, itemIds: string[]): Promise<Map<string, CheckedOutput>> {
  const { rows } = await ctx.db.pool.query({
    name: 'flags-stored',
    text: `select f.item_id as "itemId", f.output_hash as "outputHash", f.checkpoint_version as "checkpointVersion", f.flags, f.failure
      from item_flags f join items i on i.workspace_id = f.workspace_id and i.id = f.item_id and i.output_hash = f.output_hash
      join checkpoints c on c.workspace_id = i.workspace_id and c.id = i.checkpoint_id and c.rules_version <= f.checkpoint_version
      where f.workspace_id = $1 and f.item_id = any($2) and f.checks_version = $3 and f.failure is null`,
    values: [ctx.workspaceId, itemIds, checksVersion],
  });
  return new Map(rows.map((row) => [row.itemId, row]));
}

/** The ids of dismissed flags, by item. */
export async function findDismissed(ctx: Context, itemIds: string[]): Promise<Map<string, Set<string>>> {
  const { rows } = await ctx.db.pool.query({
    name: 'flags-dismissed',
    text: `select asked.item_id, d.flag_id from unnest($2::text[]) as asked (item_id)
      cross join lateral (${dismissedIds('$1', 'asked.item_id')}) d`,
    values: [ctx.workspaceId, itemIds],
  });
  const dismissed = new Map<string, Set<string>>();
  for (const { item_id, flag_id } of rows) dismissed.set(item_id, (dismissed.get(item_id) ?? new Set()).add(flag_id));
  return dismissed;
}
