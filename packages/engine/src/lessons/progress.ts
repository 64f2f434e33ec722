import { type Context, systemContext } from '../context.ts';
import type { Database } from '../database/open.ts';

/** A workspace whose decisions this process alone mines for a while, and how far it has got in its log. */
export interface MiningTurn {
  ctx: Context;
  tx: string;
  id: string;
}

const turnSeconds = 120;
const mostDecisions = 1_000;

/** From the first entry on: what was decided before lessons were there teaches too. */
const begin = `insert into lesson_progress (workspace_id, tx, id)
  select w.id, '0'::xid8, 0 from workspaces w where not exists (select from lesson_progress p where p.workspace_id = w.id)
  on conflict do nothing`;

const take = `update lesson_progress p set lease_until = now() + make_interval(secs => ${turnSeconds})
  where p.workspace_id = (
    select q.workspace_id from lesson_progress q
    where q.lease_until <= now() and exists (
      select from log_entries l where l.workspace_id = q.workspace_id and (l.tx, l.id) > (q.tx, q.id) and l.tx < pg_snapshot_xmin(pg_current_snapshot()))
    order by q.lease_until, q.workspace_id limit 1 for update skip locked)
  returning p.workspace_id, p.tx::text, p.id::text`;

/** The workspace that has waited longest, leased to this process; null when nothing has happened. */
export async function takeMiningTurn(db: Database): Promise<MiningTurn | null> {
  const ask = async () => (await db.pool.query({ name: 'lessons-take', text: take })).rows[0];
  let row = await ask();
  if (!row && (await db.pool.query({ name: 'lessons-begin', text: begin })).rowCount) row = await ask();
  return row ? { ctx: systemContext(db, row.workspace_id, 'lessons'), tx: row.tx, id: row.id } : null;
}

const settled = `select l.tx::text, l.id::text, l.item_id from log_entries l
  where l.workspace_id = $1 and (l.tx, l.id) > ($2::xid8, $3::bigint) and l.tx < pg_snapshot_xmin(pg_current_snapshot()) and l.kind = 'item.released'
  order by l.tx, l.id limit ${mostDecisions}`;

const last = `select l.tx::text, l.id::text from log_entries l
  where l.workspace_id = $1 and l.tx < pg_snapshot_xmin(pg_current_snapshot()) order by l.tx desc, l.id desc limit 1`;

/** The items whose decision took effect since, in order, and the position after them. */
export async function findSettled({ ctx, tx, id }: MiningTurn): Promise<{ itemIds: string[]; reached: { tx: string; id: string } }> {
  const { pool } = ctx.db;
  // The end is looked up first: what comes in between is seen by the next turn.
  const end = (await pool.query({ name: 'lessons-end', text: last, values: [ctx.workspaceId] })).rows[0] ?? { tx, id };
  const { rows } = await pool.query({ name: 'lessons-settled', text: settled, values: [ctx.workspaceId, tx, id] });
  const reached = rows.length === mostDecisions ? { tx: rows.at(-1).tx, id: rows.at(-1).id } : laterOf(end, rows.at(-1) ?? { tx, id });
  return { itemIds: rows.map(({ item_id }) => item_id), reached: { tx: reached.tx, id: reached.id } };
}

interface Position {
  tx: string;
  id: string;
}

const laterOf = (one: Position, other: Position): Position => {
  const isLater = BigInt(one.tx) > BigInt(other.tx) || (one.tx === other.tx && BigInt(one.id) > BigInt(other.id));
  return isLater ? one : other;
};

/** Locks the position for the transaction that moves it; false when somebody else has gone on from it meanwhile. */
export const holdPosition = `select from lesson_progress where workspace_id = $1 and (tx, id) = ($2::xid8, $3::bigint) for update`;
export const movePosition = `update lesson_progress set tx = $2::xid8, id = $3::bigint, lease_until = now() where workspace_id = $1`;
