import { CountersignError, type Event } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';

/** The two numbers of a position: of the transaction, and of the entry. Errors: `invalid_input` for a position that is none. */
export function parsePosition(position: string): [tx: string, id: string] {
  const [, tx, id] = /^(\d{1,20})-(\d{1,19})$/.exec(position) ?? [];
  if (tx === undefined || id === undefined || BigInt(tx) >= 2n ** 64n || BigInt(id) >= 2n ** 63n)
    throw new CountersignError('invalid_input', 'Last-Event-ID is not one of ours. Leave it out to start from now.');
  return [tx, id];
}

/** The position of the newest entry that readers may see; `0-0` for an empty log. */
export async function lastPosition(ctx: Context): Promise<string> {
  requireRight(ctx, 'event.read');
  const { rows } = await ctx.db.pool.query({
    name: 'log-last',
    text: `select tx, id from log_entries where workspace_id = $1 and tx < pg_snapshot_xmin(pg_current_snapshot()) order by tx desc, id desc limit 1`,
    values: [ctx.workspaceId],
  });
  return rows[0] ? `${rows[0].tx}-${rows[0].id}` : '0-0';
}

/**
 * The next entries after a position, oldest first, at most `limit`. An entry appears once no older transaction can still add one
 * before it, so nobody who reads on from the last position misses any.
 * Errors: `invalid_input` for a position that is none.
 */
export async function readLog(ctx: Context, { after, limit = 500 }: { after: string; limit?: number }): Promise<Event[]> {
  requireRight(ctx, 'event.read');
  const [tx, id] = parsePosition(after);
  const { rows } = await ctx.db.pool.query({
    name: `log-read-${limit}`,
    // A number that this server has not reached comes from another one, whose entries became number 3 at the move.
    text: `select l.tx, l.id, l.kind, l.at, l.actor, c.name as checkpoint, l.item_id, l.data
      from log_entries l left join checkpoints c on c.workspace_id = l.workspace_id and c.id = l.checkpoint_id
      where l.workspace_id = $1 and (l.tx, l.id) > (case when $2::xid8 < pg_snapshot_xmax(pg_current_snapshot()) then $2::xid8 else '3' end, $3::bigint) and l.tx < pg_snapshot_xmin(pg_current_snapshot())
      order by l.tx, l.id limit ${limit}`,
    values: [ctx.workspaceId, tx, id],
  });
  return rows.map((row) => ({
    id: `${row.tx}-${row.id}`,
    kind: row.kind,
    at: row.at.toISOString(),
    actor: row.actor,
    checkpoint: row.checkpoint,
    itemId: row.item_id,
    data: row.data,
  }));
}
