import { type Context, systemContext } from '../context.ts';
import type { Database } from '../database/open.ts';

/** A workspace that this process alone checks for a while, and how far it has got. */
export interface CheckTurn {
  ctx: Context;
  tx: string;
  id: string;
  sweptTo: string | null;
}

const turnSeconds = 60;

/** Workspaces begin with a walk over all that waits; what comes meanwhile is found in the log. A new build walks again. */
const begin = `insert into check_progress (workspace_id, tx, id, swept_to, checks_version)
  select w.id, pg_snapshot_xmin(pg_current_snapshot())::text::xid8, 0, '', $1 from workspaces w
  where not exists (select from check_progress p where p.workspace_id = w.id)
  on conflict do nothing`;

const take = `update check_progress p set lease_until = now() + make_interval(secs => ${turnSeconds}), checks_version = $1,
    swept_to = case when p.checks_version <> $1 then '' else p.swept_to end
  where p.workspace_id = (
    select q.workspace_id from check_progress q
    where q.lease_until <= now() and (q.swept_to is not null or q.checks_version <> $1 or exists (
      select from log_entries l where l.workspace_id = q.workspace_id and (l.tx, l.id) > (q.tx, q.id) and l.tx < pg_snapshot_xmin(pg_current_snapshot())))
    order by q.lease_until, q.workspace_id limit 1 for update skip locked)
  returning p.workspace_id, p.tx::text, p.id::text, p.swept_to`;

/** The workspace that has waited longest for its checks, leased to this process; null when all is checked. */
export async function takeTurn(db: Database, checksVersion: string): Promise<CheckTurn | null> {
  const { pool } = db;
  const { rows } = await pool.query({ name: 'checks-take', text: take, values: [checksVersion] });
  const row = rows[0] ?? (await takeNew(db, checksVersion));
  return row && { ctx: systemContext(db, row.workspace_id, 'checks'), tx: row.tx, id: row.id, sweptTo: row.swept_to };
}

async function takeNew({ pool }: Database, checksVersion: string) {
  const { rowCount } = await pool.query({ name: 'checks-begin', text: begin, values: [checksVersion] });
  if (!rowCount) return null;
  return (await pool.query({ name: 'checks-take', text: take, values: [checksVersion] })).rows[0];
}

/** Ends the turn and keeps what was reached; a later position of somebody else stays. */
export async function endTurn({ ctx: { db, workspaceId }, ...from }: CheckTurn, to: Omit<CheckTurn, 'ctx'>): Promise<void> {
  await db.pool.query({
    name: 'checks-end',
    text: `update check_progress set lease_until = now(),
        tx = case when (tx, id) < ($2::xid8, $3::bigint) then $2::xid8 else tx end,
        id = case when (tx, id) < ($2::xid8, $3::bigint) then $3::bigint else id end,
        swept_to = case when swept_to is not distinct from $5 then $4 else swept_to end
      where workspace_id = $1`,
    values: [workspaceId, to.tx, to.id, to.sweptTo, from.sweptTo],
  });
}
