import type { Context } from '../context.ts';
import type { PreparedItem } from '../items/prepare.ts';
import { selectStored, sent, storeSteps, storeValues } from '../items/store.ts';
import { countSpent, type Spent, spentFields, toSpentRow } from './spend.ts';

/** A result that becomes an item at a checkpoint. */
export interface Submission {
  runId: string;
  /** From a call that this worker made, or held since a trial or an earlier step. */
  from: 'drafting' | 'moving';
  callId: string | null;
  item: PreparedItem;
  spent: Spent;
}

// One statement: the item, the run that waits for it, the answered call and what it cost. Whose lease was taken by another worker meanwhile
// finds nothing to change.
const submit = `with results as materialized (
    select * from json_to_recordset($7::json) as r(run_id text, call_id text, from_state text, item_id text, ${spentFields})),
  held as materialized (
    select r.id as run_id, r.batch_id, s.call_id, s.from_state, s.item_id, s.tokens_in, s.tokens_out, s.cost_micros, s.seconds, s.from_state = 'drafting' as is_draft, false as is_doubt
    from runs r join results s on s.run_id = r.id
    where r.workspace_id = $1 and r.state = s.from_state and (s.from_state <> 'drafting' or r.call_id = s.call_id) order by r.id for update of r),
  ${sent.trim()},
  ${storeSteps({ onlyIf: 'id in (select item_id from held)' }).trim()},
  done as (select h.* from held h join stored s on s.id = h.item_id),
  moved as (
    update runs r set state = 'waiting', step = $8, item_id = d.item_id, outcome = null, worker_id = null, lease_until = null,
      tokens_in = r.tokens_in + d.tokens_in, tokens_out = r.tokens_out + d.tokens_out, cost_micros = r.cost_micros + d.cost_micros,
      failure_code = null, failure_detail = null, drafted_at = case when d.is_draft then now() else r.drafted_at end, updated_at = now()
    from done d where r.workspace_id = $1 and r.id = d.run_id),
  answered as (
    update model_calls c set state = 'answered', item_id = d.item_id, tokens_in = d.tokens_in, tokens_out = d.tokens_out,
      cost_micros = d.cost_micros, ended_at = now()
    from done d where c.workspace_id = $1 and c.run_id = d.run_id and c.id = d.call_id),
  ${countSpent('done').trim()}
  ${selectStored}, array(select run_id from held) as held`;

/**
 * Brings results to a checkpoint in the transaction in which their calls are answered. `null` when the checkpoint has changed since
 * the items were checked. Answers the runs that wait now, and those whose key another item has.
 */
export async function submitDrafts(
  ctx: Context,
  { checkpoint, step, submissions }: { checkpoint: { id: string; version: number }; step: number; submissions: Submission[] },
): Promise<{ waiting: Set<string>; conflicts: Set<string> } | null> {
  const { rows } = await ctx.db.pool.query({
    name: 'drafts-submit',
    text: submit,
    values: [
      ...storeValues(
        ctx,
        checkpoint,
        submissions.map(({ item, runId }) => ({ ...item, run_id: runId })),
      ),
      JSON.stringify(
        submissions.map(({ runId, callId, from, item, spent }) => ({
          run_id: runId,
          call_id: callId,
          from_state: from,
          item_id: item.id,
          ...toSpentRow(spent),
        })),
      ),
      step,
    ],
  });
  if (rows[0].sent === 0) return null;
  const stored = new Set<string>(rows[0].stored);
  const held = new Set<string>(rows[0].held);
  const of = (isStored: boolean) =>
    new Set(submissions.filter(({ runId, item }) => held.has(runId) && stored.has(item.id) === isStored).map(({ runId }) => runId));
  return { waiting: of(true), conflicts: of(false) };
}
