import type pg from 'pg';
import type { Database } from '../database/open.ts';
import { transact } from '../database/transact.ts';
import type { Row } from '../items/row.ts';
import type { ClaimedRun, Lane } from './lanes.ts';

/** A run comes back when its process has not been heard of for that long. */
export const leaseSeconds = 20;

const take = `with taken as (
    select r.workspace_id, r.id from runs r join batches b on b.workspace_id = r.workspace_id and b.id = r.batch_id
    where r.workspace_id = $1 and r.batch_id = $2 and r.step = $3 and r.state = 'ready' and r.row_number <= b.open_to and r.not_before <= now()
      and b.state in ('trying', 'running')
    order by r.row_number, r.id limit $4 for update of r skip locked),
  claimed as (
    update runs r set state = 'drafting', worker_id = $5, provider = $6, lease_until = now() + make_interval(secs => ${leaseSeconds}), updated_at = now()
    from taken t where r.workspace_id = t.workspace_id and r.id = t.id
    returning r.workspace_id, r.id, r.row_number, r.key, r.tries, r.call_id, r.item_id)
  select c.*, k.source, k.input, k.outputs, k.feedback
  from claimed c join run_contents k on k.workspace_id = c.workspace_id and k.run_id = c.id order by c.row_number, c.id`;

const toClaimed = (row: Row): ClaimedRun => ({
  id: row.id,
  row: row.row_number,
  key: row.key,
  tries: row.tries,
  callId: row.call_id,
  itemId: row.item_id,
  cells: row.source,
  input: row.input,
  outputs: row.outputs,
  feedback: row.feedback,
});

interface Claiming {
  lane: Lane;
  limit: number;
  workerId: string;
  provider: string;
}

const values = ({ lane, limit, workerId, provider }: Claiming) => [
  lane.ctx.workspaceId,
  lane.batchId,
  lane.step,
  limit,
  workerId,
  provider,
];

/**
 * Leases the next rows of a lane to this worker, in the order of the file. `isBroke` when the budget has no room for one more draft of
 * average cost and none is under way.
 */
export async function claimRuns(claiming: Claiming): Promise<{ runs: ClaimedRun[]; isBroke: boolean }> {
  const { lane } = claiming;
  if (lane.hasBudget) return claimWithinBudget(claiming);
  const { rows } = await lane.ctx.db.pool.query({ name: 'runs-claim', text: take, values: values(claiming) });
  return { runs: rows.map(toClaimed), isBroke: false };
}

// Under the lock of the batch, so that two workers do not both take the last of the money. Before anything is measured one goes ahead.
const claimWithinBudget = (claiming: Claiming) =>
  transact(claiming.lane.ctx.db, async (client: pg.PoolClient) => {
    const { ctx, batchId } = claiming.lane;
    const { rows } = await client.query(
      `select budget_micros - cost_micros as left, case when drafted > 0 then ceil(measured_micros::numeric / drafted) end as average
       from batches where workspace_id = $1 and id = $2 for update`,
      [ctx.workspaceId, batchId],
    );
    if (!rows[0]) return { runs: [], isBroke: false };
    const counted = await client.query(
      `select count(*)::int as drafting from runs where workspace_id = $1 and batch_id = $2 and state = 'drafting'`,
      [ctx.workspaceId, batchId],
    );
    const drafting: number = counted.rows[0].drafting;
    const left = Number(rows[0].left);
    const average = rows[0].average === null ? null : Math.max(1, Number(rows[0].average));
    const room = left <= 0 ? 0 : average === null ? 1 : Math.floor(left / average);
    const limit = Math.min(claiming.limit, room - drafting);
    if (limit <= 0) return { runs: [], isBroke: room === 0 && drafting === 0 };
    const taken = await client.query({ name: 'runs-claim', text: take, values: values({ ...claiming, limit }) });
    return { runs: taken.rows.map(toClaimed), isBroke: false };
  });

/** Keeps the leases of the rows alive that a worker is at. What it lost sight of comes back when its lease ends. */
export async function renewLeases({ pool }: Database, workerId: string, runIds: string[]): Promise<void> {
  if (runIds.length === 0) return;
  await pool.query({
    name: 'runs-renew',
    text: `update runs set lease_until = now() + make_interval(secs => ${leaseSeconds}) where state = 'drafting' and worker_id = $1 and id = any($2)`,
    values: [workerId, runIds],
  });
}
