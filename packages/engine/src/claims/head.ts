import type { Context } from '../context.ts';
import { perDatabase } from '../database/per-database.ts';
import { isFree, order } from './order.ts';

/**
 * Where the search for the next item may begin.
 *
 * Each claim leaves a dead entry at the head of the queue's index. VACUUM removes them, but none that an old snapshot may still
 * see: while a long report or a dump runs on the database, every claim would walk over all those that were claimed since it began.
 * So each process looks beside its claims, once a second, how many entries the way to the first free item has. While they are many,
 * claims begin at that item's place in the order. What arrives before that place is found by the next look.
 */
export interface Mark {
  rank: string;
  dueAt: string;
  cost: string;
  itemId: string;
  /** No claim ends before, and a new one ends later; what lapsed is looked for from here on. */
  lease: string;
}

export const fromTheBeginning: Mark = { rank: '-2147483648', dueAt: '-infinity', cost: '-infinity', itemId: '', lease: '-infinity' };

/** The parameters of a statement that hold a mark, from `$first` on. */
export const markParameters = (first: number) => ({
  place: `($${first}::integer, $${first + 1}::timestamptz, $${first + 2}::real, $${first + 3}::text)`,
  lease: `$${first + 4}::timestamptz`,
});

export const markValues = ({ rank, dueAt, cost, itemId, lease }: Mark): string[] => [rank, dueAt, cost, itemId, lease];

const betweenLooksMs = 1_000;
/** A look may take a quarter of the time of one connection: of a million dead entries it takes about a third of a second. */
const restPerLook = 3;
/** Fewer dead entries than this cost less than a millisecond. */
const manyEntries = 500;
/** The mark follows the claims before they leave that many entries behind. */
const claimsPerStep = 100;

interface Head {
  mark: Mark | null;
  /** Until when the mark may be used. */
  until: number;
  nextLook: number;
  claims: number;
  isLooking: boolean;
}

const headsOf = perDatabase(() => new Map<string, Head>());
const mostHeads = 1_000;

function headOf({ db, workspaceId }: Context, checkpointId: string): Head {
  const all = headsOf(db);
  const key = `${workspaceId}/${checkpointId}`;
  let head = all.get(key);
  if (head) return head;
  if (all.size >= mostHeads) all.clear();
  head = { mark: null, until: 0, nextLook: 0, claims: 0, isLooking: false };
  all.set(key, head);
  return head;
}

/** Where this claim begins. Never waits: a look that is due goes on beside the claim and serves those after it. */
export function markFor(ctx: Context, checkpointId: string): Mark {
  if (ctx.at) return fromTheBeginning;
  const head = headOf(ctx, checkpointId);
  const now = performance.now();
  const mark = head.mark && now < head.until ? head.mark : null;
  head.claims += 1;
  const isFull = now >= head.nextLook;
  if (!head.isLooking && (isFull || (mark && head.claims >= claimsPerStep)))
    void look(ctx, checkpointId, head, isFull || !mark ? fromTheBeginning : mark);
  return mark ?? fromTheBeginning;
}

const { place, lease } = markParameters(3);
const entriesRead = ['waiting_free_in_order', 'waiting_claimed_by_lease']
  .map((index) => `coalesce(pg_stat_get_xact_tuples_returned('${index}'::regclass), 0)`)
  .join(' + ');

const lookStatement = `
select head.*, coalesce(first_lease.lease_until, now())::text as lease, ${entriesRead} - before.entries as entries,
  extract(epoch from clock_timestamp() - statement_timestamp())::float8 * 1000 as ms
from (select ${entriesRead} as entries offset 0) before
left join lateral (
  select w.rank::text, w.due_at::text as "dueAt", w.cost::text, w.item_id as "itemId" from waiting w
  where w.workspace_id = $1 and w.checkpoint_id = $2 and ${isFree} and (${order('w')}) >= ${place} and before.entries is not null
  order by ${order('w')} limit 1) head on true
left join lateral (
  select w.lease_until from waiting w
  where w.workspace_id = $1 and w.claimed_by is not null and w.lease_until >= ${lease} and before.entries is not null
  order by w.lease_until limit 1) first_lease on true`;

async function look(ctx: Context, checkpointId: string, head: Head, from: Mark): Promise<void> {
  head.isLooking = true;
  head.claims = 0;
  const isFull = from === fromTheBeginning;
  try {
    const { rows } = await ctx.db.pool.query({
      name: 'claim-look',
      text: lookStatement,
      values: [ctx.workspaceId, checkpointId, ...markValues(from)],
    });
    const { entries, itemId, ms, ...rest } = rows[0];
    if (isFull) {
      const seenAt = performance.now() - ms;
      const pause = Math.max(betweenLooksMs, ms * restPerLook);
      head.nextLook = seenAt + pause;
      head.until = seenAt + 2 * pause;
      head.mark = null;
    }
    // Without a free item there is nothing to begin at, and a search from the beginning is what finds out.
    if (itemId !== null && (!isFull || Number(entries) > manyEntries)) head.mark = { itemId, ...rest };
  } catch {
    // The mark runs out by itself, and claims begin at the beginning again.
  } finally {
    head.isLooking = false;
  }
}
