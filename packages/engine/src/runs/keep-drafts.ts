import type { Json } from '@countersign/contract';
import type { Context } from '../context.ts';
import { countSpent, type Spent, spentFields, toSpentRow } from './spend.ts';

/** A result that no checkpoint sees yet: of a trial, or of a draft that another draft builds on. */
export interface KeptDraft {
  runId: string;
  callId: string;
  output: Json;
  spent: Spent;
}

const keep = `with results as materialized (
    select * from json_to_recordset($2::json) as r(run_id text, call_id text, output text, ${spentFields})),
  held as materialized (
    select r.id as run_id, r.batch_id, s.call_id, s.output, s.tokens_in, s.tokens_out, s.cost_micros, s.seconds, true as is_draft, false as is_doubt
    from runs r join results s on s.run_id = r.id
    where r.workspace_id = $1 and r.state = 'drafting' and r.call_id = s.call_id order by r.id for update of r),
  moved as (
    update runs r set state = case when $4::text is null then 'tried' else 'ready' end, step = r.step + case when $4::text is null then 0 else 1 end,
      worker_id = null, lease_until = null, call_id = null, tries = 0, tokens_in = r.tokens_in + h.tokens_in, tokens_out = r.tokens_out + h.tokens_out,
      cost_micros = r.cost_micros + h.cost_micros, drafted_at = now(), updated_at = now()
    from held h where r.workspace_id = $1 and r.id = h.run_id),
  contents as (
    update run_contents k set output = case when $4::text is null then h.output::json else k.output end,
      outputs = case when $4::text is null then k.outputs else (k.outputs::jsonb || jsonb_build_object($4::text, h.output::jsonb))::json end
    from held h where k.workspace_id = $1 and k.run_id = h.run_id),
  answered as (
    update model_calls c set state = 'answered', tokens_in = h.tokens_in, tokens_out = h.tokens_out, cost_micros = h.cost_micros, ended_at = $3
    from held h where c.workspace_id = $1 and c.run_id = h.run_id and c.id = h.call_id),
  ${countSpent('held').trim()}
  select count(*) from held`;

/** Keeps results: with `step` as the output of that draft step, for the next one; without, held until the batch starts. */
export async function keepDrafts(ctx: Context, { step, drafts }: { step: string | null; drafts: KeptDraft[] }): Promise<void> {
  await ctx.db.pool.query({
    name: 'drafts-keep',
    text: keep,
    values: [
      ctx.workspaceId,
      JSON.stringify(
        drafts.map(({ runId, callId, output, spent }) => ({
          run_id: runId,
          call_id: callId,
          output: JSON.stringify(output),
          ...toSpentRow(spent),
        })),
      ),
      ctx.at ?? new Date(),
      step,
    ],
  });
}
