import { type Pace, PaceQuery } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { type Context, personId } from '../context.ts';
import { checkpointId } from '../items/list.ts';

/** Counting further takes longer than the answer is worth. */
const mostCounted = 100_000;

const mine = `from reviews r where r.workspace_id = $1 and r.person_id = $2 and r.undone_at is null
  and ($3::text is null or exists (select from items i where i.workspace_id = $1 and i.id = r.item_id and i.checkpoint_id = $3))`;
const now = 'coalesce($5, now())';

const statement = `select
  (select count(*) ${mine} and r.created_at >= date_trunc('day', ${now} at time zone $4) at time zone $4)::integer as done_today,
  (select count(*) ${mine} and r.created_at > ${now} - interval '1 hour')::integer as done_last_hour,
  (select percentile_cont(0.5) within group (order by active_seconds) from (
    select r.active_seconds ${mine} and r.active_seconds is not null order by r.created_at desc limit 50) recent) as median_seconds,
  (select count(*) from (
    select from waiting w where w.workspace_id = $1 and ($3::text is null or w.checkpoint_id = $3)
      and (w.assigned_to is null or w.assigned_to = $2) and not $2 = any(w.skipped_by) and (not w.is_held or w.lease_until < ${now})
    limit ${mostCounted}) offered)::integer as waiting`;

/**
 * How the acting person gets on: reviews of today and of the last hour, the median of their active seconds, and how many items are
 * left for them, counted to 100,000. Errors: `not_found` for the checkpoint.
 */
export async function getPace({ ctx, query }: { ctx: Context; query: unknown }): Promise<Pace> {
  requireRight(ctx, 'item.review');
  const { checkpoint, timeZone } = PaceQuery.parse(query);
  const { rows } = await ctx.db.pool.query({
    name: 'pace',
    text: statement,
    values: [
      ctx.workspaceId,
      personId(ctx),
      checkpoint === undefined ? null : await checkpointId(ctx, checkpoint),
      timeZone,
      ctx.at ?? null,
    ],
  });
  const { done_today, done_last_hour, median_seconds, waiting } = rows[0];
  return { doneToday: done_today, doneLastHour: done_last_hour, medianSeconds: median_seconds, left: waiting };
}
