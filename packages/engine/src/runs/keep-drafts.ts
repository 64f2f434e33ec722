import type { Json } from '@countersign/contract';
import type { Context } from '../context.ts';
import { countSpent, type Spent, spentFields, toSpentRow } from './spend.ts';

/** A result that no checkpoint sees yet: of a trial, of a draft that another draft builds on, or the answer to a return. */
export interface KeptDraft {
  /** tried: held until the batch starts. next: for the next draft. redrafted: for the item that was sent back. */
  as: 'tried' | 'next' | 'redrafted';
  runId: string;
  callId: string;
  output: Json;
  spent: Spent;
}

const keep = `with results as materialized (
    select * from json_to_recordset($2::json) as r(run_id text, call_id text, output text, kept_as text, ${spentFields})),
  held as materialized (
    select r.id as run_id, r.batch_id, s.call_id, s.output, s.kept_as, s.tokens_in, s.tokens_out, s.cost_micros, s.seconds, true as is_draft, false as is_doubt
    from runs r join results s on s.run_id = r.id
    where r.workspace_id = $1 and r.state = 'drafting' and r.call_id = s.call_id order by r.id for update of r),
  moved as (
    update runs r set state = case h.kept_as when 'tried' then 'tried' when 'next' then 'ready' else 'moving' end,
      outcome = case h.kept_as when 'redrafted' then 'redrafted' else r.outcome end, step = r.step + case h.kept_as when 'next' then 1 else 0 end,
      worker_id = null, lease_until = null, call_id = null, tries = 0, tokens_in = r.tokens_in + h.tokens_in, tokens_out = r.tokens_out + h.tokens_out,
      cost_micros = r.cost_micros + h.cost_micros, drafted_at = now(), updated_at = now()
    from held h where r.workspace_id = $1 and r.id = h.run_id),
  contents as (
    update run_contents k set output = case h.kept_as when 'next' then k.output else h.output::json end,
      outputs = case when h.kept_as <> 'next' then k.outputs else (k.outputs::jsonb || jsonb_build_object($4::text, h.output::jsonb))::json end
    from held h where k.workspace_id = $1 and k.run_id = h.run_id),
  answered as (
    update model_calls c set state = 'answered', tokens_in = h.tokens_in, tokens_out = h.tokens_out, cost_micros = h.cost_micros, ended_at = $3
    from held h where c.workspace_id = $1 and c.run_id = h.run_id and c.id = h.call_id),
  ${countSpent('held').trim()}
  select count(*) from held`;

/** Keeps results, those for a next draft under the name of the step that made them. */
export async function keepDrafts(ctx: Context, { step, drafts }: { step: string; drafts: KeptDraft[] }): Promise<void> {
  await ctx.db.pool.query({
    name: 'drafts-keep',
    text: keep,
    values: [
      ctx.workspaceId,
      JSON.stringify(
        drafts.map(({ runId, callId, output, spent, as }) => ({
          run_id: runId,
          kept_as: as,
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
