import { CountersignError, type Run, RunInput, stepName, type Workflow } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { newId } from '../ids.ts';
import { logColumns } from '../log/entry.ts';
import { getWorkflow } from '../workflows/get.ts';
import { getRun } from './list.ts';

/** Where a run enters. Errors: `invalid_input` for a step that there is not, and for an output in the wrong place. */
function entryOf({ name, steps }: Workflow, input: RunInput): { at: number; state: 'ready' | 'moving' } {
  const at = input.step === undefined ? 0 : steps.findIndex((step) => stepName(step) === input.step);
  const step = steps[at];
  if (!step || 'deliver' in step)
    throw new CountersignError('invalid_input', `Work cannot enter ${name} at ${input.step}. It has: ${steps.map(stepName).join(', ')}.`, {
      pointer: '/step',
    });
  const isDecided = 'checkpoint' in step;
  if (isDecided !== (input.output !== undefined))
    throw new CountersignError(
      'invalid_input',
      isDecided
        ? `${stepName(step)} decides on an output. Send it, or enter at a draft.`
        : `${stepName(step)} drafts by itself. Send no output.`,
      { pointer: '/output' },
    );
  return { at, state: isDecided ? 'moving' : 'ready' };
}

// Everything that is started under one version of a workflow is one open batch: it can be watched, paused and counted like a file.
const openBatch = `insert into batches (workspace_id, id, title, kind, state, workflow, version, open_to, currency, created_by, started_at)
  values ($1, $2, $3, 'workflow', 'running', $3, $4, 2147483647, null, $5, now())
  on conflict (workspace_id, workflow, version) where kind = 'workflow' do update set title = excluded.title returning id`;

const start = `with run as (
    insert into runs (workspace_id, id, batch_id, row_number, key, state, step, outcome)
    select $1, $2, $3, 0, $4, $5, $6, case when $5 = 'moving' then 'entered' end
    on conflict (workspace_id, batch_id, key) where row_number = 0 do nothing returning workspace_id, id),
  contents as (
    insert into run_contents (workspace_id, run_id, source, input, output, outputs) select $1, id, '[]', $7::json, $8::json, $9::json from run),
  entry as (
    insert into log_entries ${logColumns}
    select workspace_id, 'run.started', $10::jsonb, null, null, jsonb_build_object('runId', id, 'batchId', $3::text) from run)
  select id from run`;

/**
 * Sends one piece of work through the present version of a workflow, from the first step or from a later one. The same key again under
 * that version is the same run, `replayed`. Errors: `not_found`, `not_allowed`, `invalid_input`.
 */
export async function startRun({
  ctx,
  workflow: name,
  input,
}: {
  ctx: Context;
  workflow: string;
  input: unknown;
}): Promise<{ run: Run; replayed: boolean }> {
  requireRight(ctx, 'run.start');
  const given = RunInput.parse(input);
  const workflow = await getWorkflow({ ctx, name });
  const { at, state } = entryOf(workflow, given);
  const actor = JSON.stringify(actorRecord(ctx));
  const { pool } = ctx.db;
  const batch = await pool.query({
    name: 'batch-open',
    text: openBatch,
    values: [ctx.workspaceId, newId('batch'), name, workflow.version, actor],
  });
  const batchId: string = batch.rows[0].id;
  const { rows } = await pool.query({
    name: 'run-start',
    text: start,
    values: [
      ctx.workspaceId,
      newId('run'),
      batchId,
      given.key,
      state,
      at,
      JSON.stringify(given.input),
      given.output === undefined ? null : JSON.stringify(given.output),
      JSON.stringify(given.outputs ?? {}),
      actor,
    ],
  });
  const id =
    rows[0]?.id ??
    (
      await pool.query('select id from runs where workspace_id = $1 and batch_id = $2 and key = $3 and row_number = 0', [
        ctx.workspaceId,
        batchId,
        given.key,
      ])
    ).rows[0].id;
  return { run: await getRun({ ctx, id }), replayed: rows.length === 0 };
}
