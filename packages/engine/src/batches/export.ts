import type { Decision, Json, RunState } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { findCheckpoint } from '../checkpoints/find.ts';
import type { Context } from '../context.ts';
import type { Row } from '../items/row.ts';
import { loadDefinition } from '../workflows/get.ts';
import { findBatch } from './get.ts';

/** A row of a batch with what became of it. */
export interface ExportedRun {
  row: number;
  cells: Json[];
  key: string | null;
  state: RunState;
  /** The result that was released; null before that. */
  output: Json;
  /** What the model wrote first. */
  drafted: Json;
  model: string | null;
  decision: Decision | null;
  failure: string | null;
}

/** What the columns of an export are made of: those of the file, and the schema of the last checkpoint's output. Errors: `not_found`. */
export async function exportLayout({
  ctx,
  id,
}: {
  ctx: Context;
  id: string;
}): Promise<{ columns: string[]; outputSchema: unknown; title: string }> {
  requireRight(ctx, 'batch.read');
  const batch = await findBatch(ctx, id);
  const steps = batch.workflow === null ? [] : (await loadDefinition(ctx, batch.workflow, batch.version)).steps;
  const last = steps.findLast((step) => 'checkpoint' in step);
  const outputSchema = last && 'checkpoint' in last ? (await findCheckpoint(ctx, last.checkpoint)).outputSchema : null;
  return { columns: batch.columns, outputSchema, title: batch.title };
}

const pageSize = 500;

const readPage = `select r.row_number, r.id, r.key, r.state, r.failure_detail, k.source, k.output as kept, i.model, i.decision, i.state as item_state,
    v.output, f.output as drafted
  from (select * from runs where workspace_id = $1 and batch_id = $2 and (row_number, id) > ($3::int, $4) order by row_number, id limit ${pageSize}) r
  join run_contents k on k.workspace_id = r.workspace_id and k.run_id = r.id
  left join items i on i.workspace_id = r.workspace_id and i.id = r.item_id
  left join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
  left join revisions f on f.workspace_id = i.workspace_id and f.item_id = i.id and f.number = 1
  order by r.row_number, r.id`;

/**
 * All rows of a batch in the order of the file, each once, page by page; every row is there, whatever became of it. Each page is a
 * statement of its own, so that no export holds a snapshot. Errors: `not_found`, `not_allowed`.
 */
export async function* exportBatch({ ctx, id }: { ctx: Context; id: string }): AsyncGenerator<ExportedRun[]> {
  requireRight(ctx, 'batch.read');
  await findBatch(ctx, id);
  let last: { row_number: number; id: string } | undefined = { row_number: -1, id: '' };
  while (last) {
    const { rows }: { rows: Row[] } = await ctx.db.pool.query({
      name: 'batch-export',
      text: readPage,
      values: [ctx.workspaceId, id, last.row_number, last.id],
    });
    if (rows.length > 0)
      yield rows.map((row) => ({
        row: row.row_number,
        cells: row.source,
        key: row.key,
        state: row.state,
        output: row.item_state === 'released' ? row.output : null,
        drafted: row.drafted ?? row.kept ?? null,
        model: row.model,
        decision: row.decision,
        failure: row.failure_detail,
      }));
    last = rows.length === pageSize ? rows.at(-1) : undefined;
  }
}
