import {
  CountersignError,
  type Json,
  type JsonObject,
  ListRunsQuery,
  type ModelCall,
  type Run,
  type RunPage,
  stepName,
  type WorkflowInput,
} from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { findBatch } from '../batches/get.ts';
import type { Context } from '../context.ts';
import type { Row } from '../items/row.ts';
import { loadDefinition } from '../workflows/get.ts';

const runColumns = `r.*, k.source, coalesce(k.output, v.output) as latest, b.columns, b.workflow, b.version as batch_version`;
const joinRun = `join batches b on b.workspace_id = r.workspace_id and b.id = r.batch_id
  join run_contents k on k.workspace_id = r.workspace_id and k.run_id = r.id
  left join items i on i.workspace_id = r.workspace_id and i.id = r.item_id
  left join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision`;

export const sourceOf = (columns: string[], cells: Json[]): JsonObject =>
  Object.fromEntries(columns.flatMap((column, at) => (cells[at] === undefined || cells[at] === null ? [] : [[column, cells[at] as Json]])));

const toRun = (row: Row, definition: WorkflowInput | null): Run => {
  const step = definition?.steps[row.step];
  return {
    id: row.id,
    batchId: row.batch_id,
    row: row.row_number || null,
    key: row.key,
    state: row.state,
    step: step ? stepName(step) : null,
    itemId: row.item_id,
    source: sourceOf(row.columns, row.source),
    output: row.latest ?? null,
    tries: row.tries,
    isDoubtful: row.is_doubtful,
    failure: row.failure_code === null ? null : { code: row.failure_code, detail: row.failure_detail },
    tokensIn: row.tokens_in,
    tokensOut: row.tokens_out,
    costMicros: Number(row.cost_micros),
    updatedAt: row.updated_at.toISOString(),
  };
};

const definitionOfRow = (ctx: Context, row: Row) => (row?.workflow ? loadDefinition(ctx, row.workflow, row.batch_version) : null);

/** Errors: `not_found`. */
export async function getRun({ ctx, id }: { ctx: Context; id: string }): Promise<Run> {
  requireRight(ctx, 'batch.read');
  const { rows } = await ctx.db.pool.query({
    name: 'run-get',
    text: `select ${runColumns} from runs r ${joinRun} where r.workspace_id = $1 and r.id = $2`,
    values: [ctx.workspaceId, id],
  });
  if (!rows[0])
    throw new CountersignError('not_found', `There is no run ${id} here. Check the id, and that the key belongs to the right workspace.`);
  return toRun(rows[0], await definitionOfRow(ctx, rows[0]));
}

/** The rows of a batch in the order of the file, page by page. Errors: `not_found`, `invalid_input` for a cursor that is none. */
export async function listRuns({ ctx, batchId, query }: { ctx: Context; batchId: string; query: unknown }): Promise<RunPage> {
  requireRight(ctx, 'batch.read');
  const { state, limit, cursor } = ListRunsQuery.parse(query);
  const [, row, id] = /^(\d{1,9})-(run_[0-9a-z]{26})$/.exec(cursor ?? '0-run_00000000000000000000000000') ?? [];
  if (row === undefined)
    throw new CountersignError('invalid_input', 'The cursor is not one of ours. Begin again without it.', { pointer: '/cursor' });
  await findBatch(ctx, batchId);
  const { rows } = await ctx.db.pool.query({
    name: `runs-list-${state ? 'state' : 'all'}`,
    text: `select ${runColumns} from (
        select * from runs r where r.workspace_id = $1 and r.batch_id = $2 and (r.row_number, r.id) > ($3::int, $4) ${state ? 'and r.state = $6' : ''}
        order by r.row_number, r.id limit $5) r ${joinRun} order by r.row_number, r.id`,
    values: [ctx.workspaceId, batchId, Number(row), id, limit + 1, ...(state ? [state] : [])],
  });
  const definition = await definitionOfRow(ctx, rows[0]);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { runs: page.map((one) => toRun(one, definition)), nextCursor: rows.length > limit ? `${last.row_number}-${last.id}` : null };
}

/** The calls of models that led to an item, oldest first, each with its prompt exactly as it was sent. Errors: `not_found`. */
export async function listCalls({ ctx, itemId }: { ctx: Context; itemId: string }): Promise<ModelCall[]> {
  requireRight(ctx, 'call.read');
  const { rows: items } = await ctx.db.pool.query({
    name: 'item-run',
    text: 'select run_id from items where workspace_id = $1 and id = $2',
    values: [ctx.workspaceId, itemId],
  });
  if (!items[0])
    throw new CountersignError(
      'not_found',
      `There is no item ${itemId} here. Check the id, and that the key belongs to the right workspace.`,
    );
  return callsOf(ctx, items[0].run_id);
}

/** The calls of one run, oldest first. Errors: `not_found`. */
export async function listCallsOfRun({ ctx, id }: { ctx: Context; id: string }): Promise<ModelCall[]> {
  requireRight(ctx, 'call.read');
  await getRun({ ctx, id });
  return callsOf(ctx, id);
}

async function callsOf(ctx: Context, runId: string | null): Promise<ModelCall[]> {
  const { rows } = await ctx.db.pool.query({
    name: 'calls-of-run',
    text: 'select * from model_calls where workspace_id = $1 and run_id = $2 order by id',
    values: [ctx.workspaceId, runId],
  });
  return Promise.all(
    rows.map(async (row) => {
      const step = (await loadDefinition(ctx, row.workflow, row.version)).steps[row.step];
      return {
        id: row.id,
        runId: row.run_id,
        step: step ? stepName(step) : '',
        purpose: row.purpose,
        state: row.state,
        provider: row.provider,
        model: row.model,
        prompt: { workflow: row.workflow, version: row.version, hash: row.prompt_hash },
        messages: row.messages,
        answer: row.answer,
        failure: row.failure_code === null ? null : { code: row.failure_code, detail: row.failure_detail },
        tokensIn: row.tokens_in,
        tokensOut: row.tokens_out,
        costMicros: Number(row.cost_micros),
        startedAt: row.started_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
      };
    }),
  );
}
