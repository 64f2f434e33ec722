import { CountersignError, type Json, type Preview, PreviewInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { findCheckpoint } from '../checkpoints/find.ts';
import { findMismatches } from '../checkpoints/schema-check.ts';
import type { Context } from '../context.ts';
import type { FindExamples } from '../prompts/examples.ts';
import { answerSchema, renderPrompt, unknownInPrompt } from '../prompts/render.ts';
import { checkpointAfter, draftAt } from '../workflows/get.ts';
import { findBatch } from './get.ts';
import { openRowReader } from './read-row.ts';
import { planBatch } from './settings.ts';

async function cellsOf(ctx: Context, id: string, row: number): Promise<Json[]> {
  const { rows } = await ctx.db.pool.query({
    name: 'batch-row',
    text: `select k.source from runs r join run_contents k on k.workspace_id = r.workspace_id and k.run_id = r.id
      where r.workspace_id = $1 and r.batch_id = $2 and r.row_number = $3 limit 1`,
    values: [ctx.workspaceId, id, row],
  });
  if (rows[0]) return rows[0].source;
  throw new CountersignError('not_found', `This batch has no row ${row} that can be read.`, { pointer: '/row' });
}

/**
 * What would be sent for one row, by the settings of the batch or by others that are not stored yet. Calls no model.
 * Errors: `not_found` for the row, `invalid_input` with a pointer for settings and templates.
 */
export async function previewBatch({
  ctx,
  id,
  input,
  findExamples,
}: {
  ctx: Context;
  id: string;
  input: unknown;
  findExamples: FindExamples;
}): Promise<Preview> {
  requireRight(ctx, 'batch.read');
  const { row, settings } = PreviewInput.parse(input);
  const batch = await findBatch(ctx, id);
  const given = settings ?? batch.settings;
  if (!given) throw new CountersignError('invalid_input', 'Send the settings to preview, or store some first.', { pointer: '/settings' });
  const { definition, settings: planned } = await planBatch(ctx, batch, given);
  const step = draftAt(definition, 0);
  const checkpoint = await findCheckpoint(ctx, checkpointAfter(definition, 0) as string, { fresh: true });
  const read = openRowReader(batch.columns, planned.mapping, checkpoint.inputSchema, id).read(await cellsOf(ctx, id, row), row);
  const examples = step.examples > 0 ? await findExamples({ ctx, checkpoint: checkpoint.name, input: read.input, k: step.examples }) : [];
  const values = { input: read.input, outputs: {}, examples, feedback: null };
  return {
    row,
    key: read.key,
    input: read.input,
    messages: renderPrompt(checkpoint, step, values),
    outputSchema: answerSchema(step, checkpoint),
    unknownFields: unknownInPrompt(checkpoint, step, values),
    problems: findMismatches(checkpoint.checkInput, read.input, '/input'),
  };
}
