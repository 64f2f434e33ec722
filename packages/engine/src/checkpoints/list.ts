import { type CheckpointWithCounts, CountersignError, ItemState, type ListedCheckpoint, type StateCounts } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { perDatabase } from '../database/per-database.ts';
import { checkpointColumns, listedColumns, toCheckpoint, toListed } from './find.ts';

const noCounts = (): StateCounts => Object.fromEntries(ItemState.options.map((state) => [state, 0])) as StateCounts;

// Counting ten million index entries takes a second or two. A count is shown again for twenty times as long as it took,
// so that counting never takes more than a twentieth of one connection, and small installations see every change at once.
const countedOf = perDatabase(() => new Map<string, { counts: Map<string, StateCounts>; until: number }>());

async function countStates(ctx: Context): Promise<Map<string, StateCounts>> {
  const cache = countedOf(ctx.db);
  const kept = cache.get(ctx.workspaceId);
  const startedAt = performance.now();
  if (kept && kept.until > startedAt) return kept.counts;
  const { rows } = await ctx.db.pool.query({
    name: 'checkpoint-counts',
    text: `select checkpoint_id, state, count(*)::float8 as count from items where workspace_id = $1 group by checkpoint_id, state`,
    values: [ctx.workspaceId],
  });
  const counts = new Map<string, StateCounts>();
  for (const row of rows) {
    const of = counts.get(row.checkpoint_id) ?? noCounts();
    of[row.state as ItemState] = row.count;
    counts.set(row.checkpoint_id, of);
  }
  const took = performance.now() - startedAt;
  if (took > 50) cache.set(ctx.workspaceId, { counts, until: performance.now() + took * 20 });
  return counts;
}

const withCounts = <C extends { id: string }>(checkpoint: C, counts: Map<string, StateCounts>): C & { counts: StateCounts } => ({
  ...checkpoint,
  counts: counts.get(checkpoint.id) ?? noCounts(),
});

/** All checkpoints by name, with the number of items in each state; without brand rules and dictionary, which may be long. */
export async function listCheckpoints({ ctx }: { ctx: Context }): Promise<ListedCheckpoint[]> {
  requireRight(ctx, 'checkpoint.read');
  const { rows } = await ctx.db.pool.query({
    name: 'checkpoint-list',
    text: `select ${listedColumns} from checkpoints where workspace_id = $1 order by name`,
    values: [ctx.workspaceId],
  });
  const counts = await countStates(ctx);
  return rows.map((row) => withCounts(toListed(row), counts));
}

/** Errors: `not_found`. */
export async function getCheckpoint({ ctx, name }: { ctx: Context; name: string }): Promise<CheckpointWithCounts> {
  requireRight(ctx, 'checkpoint.read');
  const { rows } = await ctx.db.pool.query({
    name: 'checkpoint-get',
    text: `select ${checkpointColumns} from checkpoints where workspace_id = $1 and name = $2`,
    values: [ctx.workspaceId, name],
  });
  if (!rows[0]) throw new CountersignError('not_found', `There is no checkpoint ${name}. GET /v1/checkpoints lists those there are.`);
  return withCounts(toCheckpoint(rows[0]), await countStates(ctx));
}
