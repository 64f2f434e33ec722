import { type Item, type ItemPage, type Json, SimilarQuery } from '@countersign/contract';
import { can, requireRight } from '../access/can.ts';
import { type Context, personId } from '../context.ts';
import { dismissedIds } from '../flags/store.ts';
import { checkpointId, escapeLike } from './list.ts';
import { contentColumns, joinCheckpoint, joinContents, type Row, summaryColumns, toItem } from './row.ts';

/** Bounds of one answer: so many waiting items are looked at, for about so long. The cursor goes on from there. */
const pageSize = 500;
const mostLookedAt = 20_000;
const longestMs = 2_000;

const hasOpenFlag = (rule: string) => `exists (
  select from item_flags f, json_array_elements(f.flags) as one (flag)
  where f.workspace_id = i.workspace_id and f.item_id = i.id and f.output_hash = i.output_hash and one.flag -> 'source' ->> 'rule' = ${rule}
    and one.flag ->> 'id' not in (${dismissedIds('i.workspace_id', 'i.id')}))`;

// Offered or mine: what others hold could not be decided on together with the rest.
const statement = `with looked as materialized (
  select w.item_id, (w.assigned_to is null or w.assigned_to = $4) and (not w.for_leads or $9) and (w.claimed_by is null or w.claimed_by = $4 or w.lease_until < coalesce($8, now())) as is_free
  from waiting w where w.workspace_id = $1 and w.checkpoint_id = $2 and w.item_id > $3 order by w.item_id limit ${pageSize}),
found as (
  select ${summaryColumns}, ${contentColumns} from looked
  join items i on i.workspace_id = $1 and i.id = looked.item_id ${joinCheckpoint} ${joinContents}
  where looked.is_free and ($5::text is null or v.output::text ilike $5) and ($6::text is null or i.model = $6) and ($7::text is null or ${hasOpenFlag('$7')}))
select (select count(*) from looked)::integer as looked_at, (select max(item_id) from looked) as last, found.*
from (select) one left join found on true order by found.id`;

/** The phrase as it stands in JSON text, letters of either case; names of members match too, so the words are looked at again. */
const toPattern = (phrase: string) => `%${escapeLike(JSON.stringify(phrase).slice(1, -1))}%`;

function holds(value: Json, phrase: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(phrase);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some((part) => holds(part, phrase));
}

/**
 * Waiting items of a checkpoint with their payload, oldest first, whose output contains a phrase, carries an open flag of a rule, or
 * comes from a model; those that others hold are left out. An answer may be short and have a cursor: then not all were looked at.
 * Errors: `not_found` for the checkpoint.
 */
export async function findSimilar({ ctx, query }: { ctx: Context; query: unknown }): Promise<ItemPage> {
  requireRight(ctx, 'item.read');
  const { checkpoint, phrase, rule, model, limit, cursor = '' } = SimilarQuery.parse(query);
  const id = await checkpointId(ctx, checkpoint);
  const startedAt = performance.now();
  const items: Item[] = [];
  let after = cursor;
  for (let lookedAt = 0; lookedAt < mostLookedAt && performance.now() - startedAt < longestMs; lookedAt += pageSize) {
    const { rows } = await ctx.db.pool.query({
      name: 'items-similar',
      text: statement,
      values: [
        ctx.workspaceId,
        id,
        after,
        personId(ctx),
        phrase === undefined ? null : toPattern(phrase),
        model ?? null,
        rule ?? null,
        ctx.at ?? null,
        can(ctx.role, 'item.direct'),
      ],
    });
    const words = phrase?.toLowerCase();
    const found = rows.filter((row: Row) => row.id && (words === undefined || holds(row.output, words))).map(toItem);
    items.push(...found.slice(0, limit - items.length));
    if (found.length > 0 && items.length === limit) {
      const last = items.at(-1)?.id as string;
      return { items, nextCursor: last };
    }
    if (rows[0].looked_at < pageSize) return { items, nextCursor: null };
    after = rows[0].last;
  }
  return { items, nextCursor: after };
}
