import type { Json, ModelMessage } from '@countersign/contract';
import type { Lane } from './lanes.ts';

/** A call that is about to be made. */
export interface NewCall {
  runId: string;
  callId: string;
  purpose: 'draft' | 'repair';
  key: string;
  input: Json;
  messages: ModelMessage[];
}

export interface CallPlace {
  lane: Lane;
  workerId: string;
  /** Id of the checkpoint that decides on the draft. */
  checkpointId: string | null;
  provider: string;
  model: string;
  promptHash: string;
}

const begin = `with sent as materialized (
    select * from json_to_recordset($3::json) as s(run_id text, call_id text, purpose text, key text, input text, messages text)),
  held as materialized (
    select r.id, b.state in ('trying', 'running') as is_open from runs r join sent s on s.run_id = r.id
    join batches b on b.workspace_id = r.workspace_id and b.id = r.batch_id
    where r.workspace_id = $1 and r.state = 'drafting' and r.worker_id = $2 order by r.id for update of r),
  freed as (
    update runs r set state = case when b.state = 'cancelled' then 'cancelled' else 'ready' end, worker_id = null, lease_until = null, updated_at = now()
    from held h, runs o join batches b on b.workspace_id = o.workspace_id and b.id = o.batch_id
    where not h.is_open and r.workspace_id = $1 and r.id = h.id and o.workspace_id = r.workspace_id and o.id = r.id),
  taken as (
    select s.run_id from sent s join items i on i.workspace_id = $1 and i.checkpoint_id = $4 and i.key = s.key and i.state <> 'superseded'
    where i.run_id is distinct from s.run_id),
  begun as (
    update runs r set call_id = s.call_id, key = s.key, version = $5
    from sent s, held h where r.workspace_id = $1 and r.id = h.id and s.run_id = h.id and h.is_open and h.id not in (select run_id from taken)
    returning r.id),
  contents as (
    update run_contents k set input = s.input::json from sent s join begun b on b.id = s.run_id
    where k.workspace_id = $1 and k.run_id = s.run_id and k.input is null),
  calls as (
    insert into model_calls (workspace_id, run_id, id, step, purpose, provider, model, workflow, version, prompt_hash, messages)
    select $1, s.run_id, s.call_id, $6, s.purpose, $7, $8, $9, $5, $10, s.messages::json from sent s join begun b on b.id = s.run_id
    on conflict (workspace_id, run_id, id) do update set state = 'started', messages = excluded.messages, started_at = now())
  select array(select id from begun) as begun, array(select run_id from taken) as taken`;

/**
 * Records calls before they are made, so that none is unknown after a crash. Answers which may be made, and which not because their key
 * stands for another item already; a run that this worker no longer holds, or whose batch was paused, is in neither.
 */
export async function beginCalls(place: CallPlace, calls: NewCall[]): Promise<{ begun: Set<string>; taken: Set<string> }> {
  const { lane, workerId, checkpointId, provider, model, promptHash } = place;
  const { rows } = await lane.ctx.db.pool.query({
    name: 'calls-begin',
    text: begin,
    values: [
      lane.ctx.workspaceId,
      workerId,
      JSON.stringify(
        calls.map(({ runId, callId, purpose, key, input, messages }) => ({
          run_id: runId,
          call_id: callId,
          purpose,
          key,
          input: JSON.stringify(input),
          messages: JSON.stringify(messages),
        })),
      ),
      checkpointId,
      lane.version,
      lane.step,
      provider,
      model,
      lane.workflow,
      promptHash,
    ],
  });
  return { begun: new Set(rows[0].begun), taken: new Set(rows[0].taken) };
}
