import type { Context } from '../context.ts';
import { countSpent, type Spent, spentFields, toSpentRow } from './spend.ts';

/** A draft that did not succeed, and what is to become of its row. */
export interface FailedDraft {
  runId: string;
  /** null when no call was made. */
  callId: string | null;
  code: string;
  detail: string;
  /** What the model answered, where it did. */
  answer: string | null;
  spent: Spent;
  /** Seconds until the next try; null when the row fails. */
  again: number | null;
  /** Whether it counts as one of the row's tries. */
  isTry: boolean;
  /** The call may have been made: it counts as doubtful, and the next try is sent under its id. */
  isDoubt: boolean;
}

const fail = `with results as materialized (
    select * from json_to_recordset($2::json) as r(run_id text, call_id text, code text, detail text, answer text, again double precision,
      is_try boolean, is_doubt boolean, ${spentFields})),
  held as materialized (
    select r.id as run_id, r.batch_id, s.call_id, s.code, s.detail, s.answer, s.again, s.is_try, s.is_doubt as keeps_call, s.tokens_in, s.tokens_out,
      s.cost_micros, s.seconds, false as is_draft, s.is_doubt and not r.is_doubtful as is_doubt
    from runs r join results s on s.run_id = r.id
    where r.workspace_id = $1 and r.state in ('drafting', 'moving') and (r.state = 'moving' or r.worker_id = $3) order by r.id for update of r),
  moved as (
    update runs r set state = case when h.again is null then 'failed' else 'ready' end, worker_id = null, lease_until = null,
      tries = r.tries + h.is_try::int, not_before = now() + make_interval(secs => coalesce(h.again, 0)), call_id = case when h.keeps_call then (
        select c.id from model_calls c where c.workspace_id = $1 and c.run_id = h.run_id and c.id = h.call_id and c.purpose = 'draft') end,
      is_doubtful = r.is_doubtful or h.keeps_call,
      failure_code = h.code, failure_detail = h.detail, tokens_in = r.tokens_in + h.tokens_in, tokens_out = r.tokens_out + h.tokens_out,
      cost_micros = r.cost_micros + h.cost_micros, updated_at = now()
    from held h where r.workspace_id = $1 and r.id = h.run_id),
  ended as (
    update model_calls c set state = case when h.keeps_call then 'in_doubt' else 'failed' end, answer = h.answer, failure_code = h.code,
      failure_detail = h.detail, tokens_in = h.tokens_in, tokens_out = h.tokens_out, cost_micros = h.cost_micros, ended_at = now()
    from held h where c.workspace_id = $1 and c.run_id = h.run_id and c.id = h.call_id),
  ${countSpent('held').trim()}
  select count(*) from held`;

/** Records why drafts failed; each row is tried again later, or fails with the reason. */
export async function failDrafts(ctx: Context, workerId: string | null, drafts: FailedDraft[]): Promise<void> {
  await ctx.db.pool.query({
    name: 'drafts-fail',
    text: fail,
    values: [
      ctx.workspaceId,
      JSON.stringify(
        drafts.map(({ runId, callId, isTry, isDoubt, spent, ...rest }) => ({
          ...rest,
          run_id: runId,
          call_id: callId,
          is_try: isTry,
          is_doubt: isDoubt,
          ...toSpentRow(spent),
        })),
      ),
      workerId,
    ],
  });
}

/** An answer that did not fit is kept and paid for; the row goes on with a call that asks to repair it. */
export async function noteMisfit(
  ctx: Context,
  { runId, callId, answer, detail, spent }: { runId: string; callId: string; answer: string; detail: string; spent: Spent },
): Promise<void> {
  await ctx.db.pool.query({
    name: 'call-misfit',
    text: `with ended as (
        update model_calls set state = 'failed', answer = $4, failure_code = 'misfit', failure_detail = $5, tokens_in = $6, tokens_out = $7,
          cost_micros = $8, ended_at = now() where workspace_id = $1 and run_id = $2 and id = $3 returning run_id),
      run as (
        update runs r set tokens_in = r.tokens_in + $6, tokens_out = r.tokens_out + $7, cost_micros = r.cost_micros + $8 from ended e
        where r.workspace_id = $1 and r.id = e.run_id
        returning r.batch_id, $6::integer as tokens_in, $7::integer as tokens_out, $8::bigint as cost_micros, $9::double precision as seconds, false as is_draft, false as is_doubt),
      ${countSpent('run').trim()}
      select 1`,
    values: [ctx.workspaceId, runId, callId, answer, detail, spent.tokensIn, spent.tokensOut, spent.costMicros, spent.seconds],
  });
}
