import { type Claim, CountersignError } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { claimColumns, joinClaimed, toClaim } from '../claims/row.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { getItem } from '../items/get.ts';
import { valueOfLook } from '../items/prepare.ts';
import { logColumns } from '../log/entry.ts';

/**
 * Takes back the acting person's decision before it takes effect. The item waits again, claimed by them, at the revision they
 * had decided on; what they had written is kept as a revision and as their draft.
 * Errors: `undo_closed` once it took effect or was decided by somebody else, `not_found`.
 */
export async function undo({ ctx, itemId }: { ctx: Context; itemId: string }): Promise<Claim> {
  requireRight(ctx, 'item.review');
  const standing = await getItem({ ctx, id: itemId });
  const person = personId(ctx);
  const { rows } = await ctx.db.pool.query({
    name: 'review-undo',
    text: `with mine as (
        select i.id, i.checkpoint_id, i.priority, i.due_at, r.id as review_id, r.base_revision, r.base_hash, r.verdict, r.was_assigned, v.output, c.lease_seconds, i.returns > c.max_returns as is_for_leads
        from items i
        join reviews r on r.workspace_id = i.workspace_id and r.item_id = i.id and r.id = i.decision ->> 'id'
        join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
        join checkpoints c on c.workspace_id = i.workspace_id and c.id = i.checkpoint_id
        where i.workspace_id = $1 and i.id = $2 and i.state = 'decided' and i.release_at > coalesce($4, now()) and r.person_id = $3
        for update of i),
      reopened as (
        update items i set state = 'waiting', decision = null, release_at = null, revision = mine.base_revision, output_hash = mine.base_hash,
          updated_at = coalesce($4, now())
        from mine where i.workspace_id = $1 and i.id = mine.id and i.state = 'decided'
        returning i.id),
      taken_back as (
        update reviews r set undone_at = coalesce($4, now()) from mine
        where r.workspace_id = $1 and r.item_id = mine.id and r.id = mine.review_id and exists (select from reopened)),
      queued as (
        insert into waiting (workspace_id, item_id, checkpoint_id, rank, due_at, cost, claimed_by, lease_until, assigned_to, for_leads)
        select $1, id, checkpoint_id, -priority, coalesce(due_at, 'infinity'), $5::real, $3, coalesce($4, now()) + make_interval(secs => lease_seconds),
          case when was_assigned then $3 end, is_for_leads and not was_assigned
        from mine where exists (select from reopened)
        returning lease_until),
      kept as (
        insert into drafts (workspace_id, item_id, person_id, output, updated_at)
        select $1, id, $3, output, coalesce($4, now()) from mine where verdict = 'edit' and exists (select from reopened)
        on conflict (workspace_id, item_id, person_id) do update set output = excluded.output, updated_at = excluded.updated_at),
      entry as (
        insert into log_entries ${logColumns}
        select $1, 'item.undone', $6::jsonb, checkpoint_id, id, jsonb_build_object('reviewId', review_id) from mine where exists (select from reopened))
      select lease_until from reopened, queued`,
    values: [
      ctx.workspaceId,
      itemId,
      person,
      ctx.at ?? null,
      -valueOfLook(standing.severity, standing.confidence),
      JSON.stringify(actorRecord(ctx)),
    ],
  });
  if (!rows[0]) throw await explainClosed(ctx, itemId);
  // The claim as it was made: by now the same person may have given it back in another window.
  const reopened = await ctx.db.pool.query({
    name: 'review-undone',
    text: `select ${claimColumns} from (select $2 as item_id, $4::timestamptz as lease_until, 0 as skips) claimed ${joinClaimed('$1', '$3')}`,
    values: [ctx.workspaceId, itemId, person, rows[0].lease_until],
  });
  return toClaim(reopened.rows[0]);
}

async function explainClosed(ctx: Context, itemId: string): Promise<CountersignError> {
  const { state, decision } = await getItem({ ctx, id: itemId });
  const context = { itemId, state, decision };
  if (!decision) return new CountersignError('undo_closed', `There is no decision to undo: the item is ${state}.`, { context });
  if (decision.by.kind !== 'person' || decision.by.id !== personId(ctx))
    return new CountersignError('undo_closed', 'Only the person who decided can undo it.', { context });
  return new CountersignError('undo_closed', `Too late to undo: the decision took effect, the item is ${state}.`, { context });
}
