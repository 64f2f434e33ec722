import type { Database } from '../database/open.ts';

// A repair is asked for with the answer that it repairs; when that is gone, the row begins anew under another id.
const lapse = `with lapsed as (
    select workspace_id, id, batch_id, call_id, is_doubtful from runs where state = 'drafting' and (lease_until < now() or worker_id = $1) limit 500 for update skip locked),
  doubted as (
    update model_calls c set state = 'in_doubt', ended_at = now() from lapsed l
    where c.workspace_id = l.workspace_id and c.run_id = l.id and c.id = l.call_id and c.state = 'started'
    returning c.workspace_id, c.run_id, c.id, c.purpose),
  freed as (
    update runs r set state = 'ready', worker_id = null, lease_until = null, is_doubtful = r.is_doubtful or d.run_id is not null,
      call_id = case when d.purpose = 'draft' then d.id end, updated_at = now()
    from lapsed l left join doubted d on d.workspace_id = l.workspace_id and d.run_id = l.id
    where r.workspace_id = l.workspace_id and r.id = l.id),
  counted as (
    update batches b set doubtful = b.doubtful + s.count
    from (select d.workspace_id, l.batch_id, count(*) from doubted d join lapsed l on l.workspace_id = d.workspace_id and l.id = d.run_id
      where not l.is_doubtful group by 1, 2) s
    where b.workspace_id = s.workspace_id and b.id = s.batch_id)
  select (select count(*)::int from lapsed) as freed, (select count(*)::int from doubted) as doubtful`;

/**
 * Frees the rows of workers that have not been heard of. A call that was under way may have been made: it counts as doubtful and is sent
 * again under its id, so that a provider that keeps ids answers it once. With `workerId`, what that worker still held, because it stops.
 */
export async function recoverRuns({ pool }: Database, workerId: string | null = null): Promise<{ freed: number; doubtful: number }> {
  const { rows } = await pool.query({ name: 'runs-recover', text: lapse, values: [workerId] });
  return rows[0];
}

/** A draft of a trial that ended after its batch was started goes on with the others. */
export async function sendOnTried({ pool }: Database): Promise<void> {
  await pool.query({
    name: 'runs-send-on-tried',
    text: `update runs r set state = 'moving', outcome = 'tried', updated_at = now() from batches b
      where r.state = 'tried' and b.workspace_id = r.workspace_id and b.id = r.batch_id and b.started_at is not null`,
  });
}

/** How many workers draft with each provider now, so that they can share what it allows. */
export async function countWorkers({ pool }: Database): Promise<Map<string, number>> {
  const { rows } = await pool.query({
    name: 'runs-workers',
    text: `select workspace_id, provider, count(distinct worker_id)::int as workers from runs where state = 'drafting' and lease_until > now() group by 1, 2`,
  });
  return new Map(rows.map((row) => [`${row.workspace_id}/${row.provider}`, row.workers]));
}
