import { DatasetQuery, type Json, type JsonObject } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { checkpointId } from '../items/list.ts';
import { type Datable, splitByTime } from './split.ts';

/** A released item as something to learn from. */
export interface LearningItem {
  id: string;
  key: string;
  input: Json;
  output: Json;
  metadata: JsonObject;
  model: string | null;
  outcome: 'approved' | 'edited';
  decidedAt: string;
  /** Versions by the AI that people changed or sent back, oldest first; none for what was approved as it came. */
  refused: Json[];
}

const datableSize = 5_000;
const pageSize = 200;

const narrow = `select i.id, (i.decision ->> 'at')::timestamptz as decided_at, k.metadata ->> $4 as "group", md5(k.input::text) as "inputHash"
  from items i join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
  where i.workspace_id = $1 and i.checkpoint_id = $2 and i.state = 'released' and i.id > $3 order by i.id limit ${datableSize}`;

const whole = `select i.id, i.key, i.model, i.decision ->> 'outcome' as outcome, i.decision ->> 'at' as decided_at, k.input, k.metadata, v.output,
    coalesce((select json_agg(r.output order by r.number) from revisions r where r.workspace_id = i.workspace_id and r.item_id = i.id
      and r.author ->> 'kind' <> 'person' and r.number < i.revision and r.output_hash <> i.output_hash), '[]') as refused
  from items i join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
  join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
  where i.workspace_id = $1 and i.checkpoint_id = $2 and i.state = 'released' and i.id > $3 order by i.id limit ${pageSize}`;

async function* pages(ctx: Context, name: string, text: string, values: unknown[], size: number) {
  for (let after = ''; ; ) {
    const { rows } = await ctx.db.pool.query({ name, text, values: [ctx.workspaceId, values[0], after, ...values.slice(1)] });
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    after = rows.at(-1).id;
  }
}

async function chosen(ctx: Context, checkpoint: string, { split, test, group }: DatasetQuery): Promise<Set<string> | null> {
  if (split === 'all') return null;
  const items: Datable[] = [];
  for await (const rows of pages(ctx, 'dataset-split', narrow, [checkpoint, group], datableSize))
    for (const { decided_at, ...row } of rows) items.push({ ...row, decidedAt: decided_at.getTime() });
  return splitByTime(items, test)[split];
}

/**
 * Released items of a checkpoint, oldest first, all or those of one part (see splitByTime), for `sft`, `dpo`, `pairs` and `evals`; those
 * two forms that need a refused version get only items that have one. Reads pages in short statements and holds no snapshot.
 * Errors: `not_found` for the checkpoint, `not_allowed`, `invalid_input`.
 */
export async function* readDataset({
  ctx,
  checkpoint,
  query,
}: {
  ctx: Context;
  checkpoint: string;
  query: unknown;
}): AsyncGenerator<LearningItem> {
  requireRight(ctx, 'item.export');
  const wanted = DatasetQuery.parse(query);
  const id = await checkpointId(ctx, checkpoint);
  const part = await chosen(ctx, id, wanted);
  const needsRefused = wanted.as === 'dpo' || wanted.as === 'pairs';
  for await (const rows of pages(ctx, 'dataset-page', whole, [id], pageSize))
    for (const { decided_at, ...row } of rows) {
      if (part && !part.has(row.id)) continue;
      if (needsRefused && row.refused.length === 0) continue;
      yield { ...row, decidedAt: decided_at };
    }
}
