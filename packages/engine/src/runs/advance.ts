import { CountersignError, type Json, type JsonObject, type Reason, stepName, type WorkflowStep } from '@countersign/contract';
import { ZodError } from 'zod';
import { findCheckpoint } from '../checkpoints/find.ts';
import { type Context, systemContext } from '../context.ts';
import type { Database } from '../database/open.ts';
import { prepareItem } from '../items/prepare.ts';
import { reviseItem } from '../items/revise.ts';
import type { Row } from '../items/row.ts';
import { logColumns } from '../log/entry.ts';
import type { Feedback } from '../prompts/render.ts';
import { loadDefinition } from '../workflows/get.ts';
import { failDrafts } from './fail-drafts.ts';
import { itemOf } from './item-of.ts';
import { nothing } from './spend.ts';
import { type Submission, submitDrafts } from './submit-drafts.ts';

const mostAtOnce = 200;

const findMoving = `select r.workspace_id, r.id, r.batch_id, r.row_number, r.key, r.step, r.outcome, r.item_id, r.call_id, b.workflow, b.version, b.state as batch_state,
    k.input, k.outputs, k.output as kept, k.feedback, v.output as released, i.decision, p.reasons, c.model, c.provider, c.prompt_hash, c.version as call_version
  from (select * from runs where state = 'moving' order by workspace_id, batch_id, id limit ${mostAtOnce}) r
  join batches b on b.workspace_id = r.workspace_id and b.id = r.batch_id
  join run_contents k on k.workspace_id = r.workspace_id and k.run_id = r.id
  left join items i on i.workspace_id = r.workspace_id and i.id = r.item_id
  left join checkpoints p on p.workspace_id = i.workspace_id and p.id = i.checkpoint_id
  left join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
  left join lateral (
    select model, provider, prompt_hash, version from model_calls c
    where c.workspace_id = r.workspace_id and c.run_id = r.id and c.state = 'answered' order by c.id desc limit 1) c on true`;

/** Where a run goes: to a checkpoint with an output, to a draft, or to an end. */
type Move =
  | { to: 'checkpoint'; step: number; checkpoint: string; output: Json; outputs: JsonObject }
  | { to: 'revision'; step: number; outputs: JsonObject }
  | { to: 'ready' | 'delivered' | 'cancelled' | 'ended' | 'returned'; step: number; outputs: JsonObject; feedback?: Feedback };

const labelsOf = (row: Row): string[] => {
  const known = new Map((row.reasons as Reason[]).map(({ code, label }) => [code, label]));
  return (row.decision.reasons as string[]).map((code) => known.get(code) ?? code);
};

/** Back to the draft that made it, with why; work that was made elsewhere waits for its maker. */
function wayBack(row: Row, steps: WorkflowStep[], outputs: JsonObject): Move {
  const maker = steps.slice(0, row.step).findLastIndex((step) => 'draft' in step);
  const isOurs = row.provider !== null && maker !== -1 && row.batch_state !== 'cancelled';
  if (!isOurs) return { to: 'returned', step: row.step, outputs };
  const { id: returnId, comment } = row.decision;
  return {
    to: 'ready',
    step: maker,
    outputs,
    feedback: { reasons: labelsOf(row), comment, output: row.released, returnId, step: row.step },
  };
}

function nextMove(row: Row, steps: WorkflowStep[]): Move {
  const outputs: JsonObject = row.outputs;
  if (row.outcome === 'tried' || row.outcome === 'entered') {
    const at = steps[row.step];
    const step = at && 'draft' in at ? row.step + 1 : row.step;
    const own = at && 'draft' in at && !('checkpoint' in (steps[step] ?? {})) ? { ...outputs, [stepName(at)]: row.kept } : outputs;
    return toStep(row, steps, step, own, row.kept);
  }
  if (row.outcome === 'redrafted') return { to: 'revision', step: row.step, outputs };
  if (row.outcome === 'returned') return wayBack(row, steps, outputs);
  if (row.outcome !== 'released') return { to: 'ended', step: row.step, outputs };
  const done = steps[row.step] as WorkflowStep;
  return toStep(row, steps, row.step + 1, { ...outputs, [stepName(done)]: row.released }, row.released);
}

function toStep(row: Row, steps: WorkflowStep[], step: number, outputs: JsonObject, output: Json): Move {
  const next = steps[step];
  if (next && 'checkpoint' in next) return { to: 'checkpoint', step, checkpoint: next.checkpoint, output, outputs };
  if (next && 'draft' in next) return { to: row.batch_state === 'cancelled' ? 'cancelled' : 'ready', step, outputs };
  return { to: 'delivered', step, outputs };
}

const move = `with moves as materialized (
    select * from json_to_recordset($2::json) as m(run_id text, from_step integer, outcome text, to_state text, step integer, outputs text, feedback text)),
  moved as (
    update runs r set state = m.to_state, step = m.step, tries = 0, not_before = '-infinity', call_id = null, updated_at = now()
    from moves m where r.workspace_id = $1 and r.id = m.run_id and r.state = 'moving' and r.step = m.from_step and r.outcome = m.outcome
    returning r.workspace_id, r.id, r.state, r.item_id, r.batch_id),
  contents as (
    update run_contents k set outputs = m.outputs::json, feedback = m.feedback::json from moves m join moved r on r.id = m.run_id where k.workspace_id = $1 and k.run_id = m.run_id),
  entries as (
    insert into log_entries ${logColumns}
    select workspace_id, 'run.delivered', '{"kind": "system", "id": "drafting"}'::jsonb, null, item_id, jsonb_build_object('runId', id, 'batchId', batch_id)
    from moved where state = 'delivered')
  select count(*)::int as count from moved`;

async function moveAll(ctx: Context, moves: { row: Row; move: Move }[]): Promise<void> {
  const sent = moves.map(({ row, move: { to, step, outputs, ...rest } }) => ({
    run_id: row.id,
    from_step: row.step,
    outcome: row.outcome,
    to_state: to,
    step,
    outputs: JSON.stringify(outputs),
    feedback: 'feedback' in rest ? JSON.stringify(rest.feedback) : null,
  }));
  if (sent.length > 0) await ctx.db.pool.query({ name: 'runs-move', text: move, values: [ctx.workspaceId, JSON.stringify(sent)] });
}

const explain = (error: unknown) => {
  if (error instanceof CountersignError) return { code: error.code, detail: error.message };
  if (error instanceof ZodError) return { code: 'invalid_input', detail: error.issues[0]?.message ?? 'This is not valid.' };
  throw error;
};

/** Brings finished results to their checkpoint; what does not fit it fails by itself and stops nothing. */
async function submitAll(ctx: Context, name: string, group: { row: Row; move: Move & { to: 'checkpoint' } }[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const checkpoint = await findCheckpoint(ctx, name, { fresh: round > 0 });
    const submissions: Submission[] = [];
    const failed: { row: Row; code: string; detail: string }[] = [];
    for (const { row, move: to } of group)
      try {
        const item = prepareItem(checkpoint, itemOf(row, to));
        submissions.push({ runId: row.id, from: 'moving', callId: row.call_id, item, spent: nothing });
      } catch (error) {
        failed.push({ row, ...explain(error) });
      }
    const step = group[0]?.move.step ?? 0;
    const done = submissions.length === 0 ? { conflicts: new Set<string>() } : await submitDrafts(ctx, { checkpoint, step, submissions });
    if (done === null) continue;
    for (const { row } of group)
      if (done.conflicts.has(row.id))
        failed.push({ row, code: 'key_conflict', detail: `The key ${row.key} already stands for another item at ${name}.` });
    if (failed.length > 0)
      await failDrafts(
        ctx,
        null,
        failed.map(({ row, code, detail }) => ({ ...noCall, runId: row.id, code, detail })),
      );
    return;
  }
}

const noCall = { callId: null, answer: null, spent: nothing, again: null, isTry: false, isDoubt: false };

/** The next revision of an item that was sent back. The same answer again changes nothing, and with the item its run waits again. */
async function reviseAll(ctx: Context, rows: Row[]): Promise<void> {
  for (const row of rows)
    try {
      const { returnId } = row.feedback as Feedback;
      await reviseItem({ ctx, itemId: row.item_id, input: { output: row.kept, model: row.model, returnId } });
    } catch (error) {
      await failDrafts(ctx, null, [{ ...noCall, runId: row.id, ...explain(error) }]);
    }
}

/**
 * Sends on what was released, tried or entered: to the next checkpoint, to the next draft, or to its end. Whatever was rejected or expired
 * ends; what was sent back goes to the draft that made it, and comes back as the next revision of its item. Any number of processes may do so; answers how many runs it looked at.
 */
export async function advanceRuns(db: Database): Promise<number> {
  const { rows } = await db.pool.query({ name: 'runs-moving', text: findMoving });
  const byBatch = Map.groupBy(rows, (row) => `${row.workspace_id}/${row.batch_id}`);
  for (const group of byBatch.values()) {
    const { workspace_id, workflow, version } = group[0];
    const ctx = systemContext(db, workspace_id, 'drafting');
    const { steps } = await loadDefinition(ctx, workflow, version);
    const moves = group.map((row) => ({ row, move: nextMove(row, steps) }));
    await moveAll(
      ctx,
      moves.filter(({ move: { to } }) => to !== 'checkpoint' && to !== 'revision'),
    );
    await reviseAll(
      ctx,
      moves.filter((one) => one.move.to === 'revision').map(({ row }) => row),
    );
    const submissions = moves.filter((one): one is { row: Row; move: Move & { to: 'checkpoint' } } => one.move.to === 'checkpoint');
    for (const each of Map.groupBy(submissions, ({ move: to }) => `${to.step}`).values())
      await submitAll(ctx, (each[0] as (typeof each)[number]).move.checkpoint, each);
  }
  return rows.length;
}
