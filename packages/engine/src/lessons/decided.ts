import { type Traits, traitsOf } from '@countersign/checks';
import type { Json, JsonObject } from '@countersign/contract';
import { type Decided, pairTexts } from '@countersign/lessons';
import type { Context } from '../context.ts';

/** An item that a person approved or edited: what its maker had written, and what the person left. */
export interface DecidedItem extends Decided {
  checkpointId: string;
  traits: Traits;
  /** Lessons that were applied before review. */
  applied: string[];
}

/** Payloads in memory at once. */
const batch = 100;

// What the maker wrote last: the first revision, or its answer to a return.
const load = `select i.id, i.checkpoint_id, k.input, k.metadata, left_by.output as after, made.output as before, applied.by as applied
  from items i join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
  join revisions left_by on left_by.workspace_id = i.workspace_id and left_by.item_id = i.id and left_by.number = i.revision
  cross join lateral (select v.output, v.number from revisions v where v.workspace_id = i.workspace_id and v.item_id = i.id and v.number <= i.revision
    and (v.number = 1 or v.return_id is not null) order by v.number desc limit 1) made
  left join lateral (select v.author ->> 'id' as by from revisions v where v.workspace_id = i.workspace_id and v.item_id = i.id and v.number > made.number
    and v.author ->> 'kind' = 'lesson' limit 1) applied on true
  where i.workspace_id = $1 and i.id = any($2) and i.state = 'released' and i.decision ->> 'outcome' in ('approved', 'edited')
    and i.decision -> 'by' ->> 'kind' = 'person'
  order by array_position($2, i.id)`;

const groupOf = (metadata: JsonObject): string | undefined => {
  const group = metadata.group ?? metadata.document;
  return typeof group === 'string' || typeof group === 'number' ? String(group) : undefined;
};

const isRecord = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Those of the items that stand decided by a person, in this order. */
export async function loadDecided(ctx: Context, itemIds: readonly string[]): Promise<DecidedItem[]> {
  const found: DecidedItem[] = [];
  for (let at = 0; at < itemIds.length; at += batch) {
    const { rows } = await ctx.db.pool.query({
      name: 'lessons-decided',
      text: load,
      values: [ctx.workspaceId, itemIds.slice(at, at + batch)],
    });
    for (const { id, checkpoint_id, input, metadata, before, after, applied } of rows)
      found.push({
        id,
        checkpointId: checkpoint_id,
        group: isRecord(metadata) ? groupOf(metadata) : undefined,
        texts: pairTexts(before, after),
        traits: traitsOf({ input, metadata }),
        applied: applied === null ? [] : applied.split(','),
      });
  }
  return found;
}

/** The newest decided items of a checkpoint. */
export async function loadNewestDecided(ctx: Context, checkpointId: string, limit: number): Promise<DecidedItem[]> {
  const { rows } = await ctx.db.pool.query({
    name: 'lessons-newest',
    text: `select id from items where workspace_id = $1 and checkpoint_id = $2 and state = 'released' order by id desc limit $3`,
    values: [ctx.workspaceId, checkpointId, limit],
  });
  return loadDecided(
    ctx,
    rows.map(({ id }) => id),
  );
}
