import { type Batch, CountersignError } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import type { Row } from '../items/row.ts';
import { findProvider } from '../providers/list.ts';
import { loadDefinition } from '../workflows/get.ts';
import { batchColumns, toBatch } from './row.ts';

/** How many calls of its first draft may be under way at once; 1 where that is not known. */
async function concurrencyOf(ctx: Context, row: Row): Promise<number> {
  if (row.workflow === null) return 1;
  const { steps } = await loadDefinition(ctx, row.workflow, row.version);
  const draft = steps.find((step) => 'draft' in step);
  if (!draft) return 1;
  const provider = await findProvider(ctx, draft.provider).catch(() => null); // removed meanwhile: the rows say so
  return provider?.concurrency ?? 1;
}

export const batchNotFound = (id: string): CountersignError =>
  new CountersignError('not_found', `There is no batch ${id} here. GET /v1/batches lists those there are.`);

/** The row of a batch as it is stored. Errors: `not_found`. */
export async function findBatch(ctx: Context, id: string): Promise<Row> {
  const { rows } = await ctx.db.pool.query({
    name: 'batch-find',
    text: `select * from batches where workspace_id = $1 and id = $2 and state <> 'uploading'`,
    values: [ctx.workspaceId, id],
  });
  if (!rows[0]) throw batchNotFound(id);
  return rows[0];
}

/** A batch with its progress, cost and estimate. Errors: `not_found`. */
export async function getBatch({ ctx, id }: { ctx: Context; id: string }): Promise<Batch> {
  requireRight(ctx, 'batch.read');
  const { rows } = await ctx.db.pool.query({
    name: 'batch-get',
    text: `select ${batchColumns} from batches b where b.workspace_id = $1 and b.id = $2 and b.state <> 'uploading'`,
    values: [ctx.workspaceId, id],
  });
  if (!rows[0]) throw batchNotFound(id);
  return toBatch(rows[0], await concurrencyOf(ctx, rows[0]));
}

/** The newest batches, at most 100. */
export async function listBatches({ ctx }: { ctx: Context }): Promise<Batch[]> {
  requireRight(ctx, 'batch.read');
  const { rows } = await ctx.db.pool.query({
    name: 'batch-list',
    text: `select ${batchColumns} from (
        select * from batches where workspace_id = $1 and state <> 'uploading' order by id desc limit 100) b order by b.id desc`,
    values: [ctx.workspaceId],
  });
  return Promise.all(rows.map(async (row) => toBatch(row, await concurrencyOf(ctx, row))));
}
