import type { Batch } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { findCheckpoint } from '../checkpoints/find.ts';
import type { Context } from '../context.ts';
import { checkpointAfter } from '../workflows/get.ts';
import { findBatch } from './get.ts';
import { openRowReader } from './read-row.ts';
import { definitionOf } from './settings.ts';
import { startBatch } from './steer.ts';

/** Starts a batch that has its settings. Errors: `not_found`, `invalid_input` before it has settings, `not_reviewable` when it was cancelled. */
export async function launchBatch({ ctx, id }: { ctx: Context; id: string }): Promise<Batch> {
  requireRight(ctx, 'batch.write');
  const batch = await findBatch(ctx, id);
  const definition = await definitionOf(ctx, batch);
  const { inputSchema } = await findCheckpoint(ctx, checkpointAfter(definition, 0) as string);
  return startBatch({ ctx, id, keyColumn: openRowReader(batch.columns, batch.settings.mapping, inputSchema, id).keyColumn });
}
