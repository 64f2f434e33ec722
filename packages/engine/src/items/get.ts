import type { Item, ItemHistory } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { itemNotFound } from './not-found.ts';
import { contentColumns, joinCheckpoint, joinContents, summaryColumns, toItem } from './row.ts';

/** Errors: `not_found`. */
export async function getItem({ ctx, id }: { ctx: Context; id: string }): Promise<Item> {
  requireRight(ctx, 'item.read');
  const { rows } = await ctx.db.pool.query({
    name: 'item-get',
    text: `select ${summaryColumns}, ${contentColumns} from items i ${joinCheckpoint} ${joinContents} where i.workspace_id = $1 and i.id = $2`,
    values: [ctx.workspaceId, id],
  });
  if (!rows[0]) throw itemNotFound(id);
  return toItem(rows[0]);
}

/** Revisions, reviews and what was done about flags of one item, oldest first. Errors: `not_found`. */
export async function getHistory({ ctx, id }: { ctx: Context; id: string }): Promise<ItemHistory> {
  requireRight(ctx, 'item.read');
  const key = [ctx.workspaceId, id];
  const revisions = await ctx.db.pool.query({
    name: 'item-revisions',
    text: 'select number, output, output_hash, author, return_id, created_at from revisions where workspace_id = $1 and item_id = $2 order by number',
    values: key,
  });
  if (revisions.rows.length === 0) throw itemNotFound(id);
  const reviews = await ctx.db.pool.query({
    name: 'item-reviews',
    text: `select r.id, r.verdict, r.base_revision, r.person_id, p.name, r.reasons, r.comment, r.active_seconds, r.bulk_id, r.created_at, r.undone_at
      from reviews r left join people p on p.id = r.person_id where r.workspace_id = $1 and r.item_id = $2 order by r.created_at, r.id`,
    values: key,
  });
  const past = await ctx.db.pool.query({
    name: 'item-past-decisions',
    text: 'select decision, state, reopened_at, reopened_by from past_decisions where workspace_id = $1 and item_id = $2 order by reopened_at',
    values: key,
  });
  const flags = await ctx.db.pool.query({
    name: 'item-flag-records',
    text: `select f.flag, f.action, f.replacement, f.reason, f.person_id, p.name, f.output_hash, f.decided_at
      from flag_decisions f left join people p on p.id = f.person_id where f.workspace_id = $1 and f.item_id = $2
      order by f.decided_at, f.flag_id, f.person_id`,
    values: key,
  });
  return {
    flagRecords: flags.rows.map((row) => ({
      flag: row.flag,
      action: row.action,
      replacement: row.replacement,
      reason: row.reason,
      by: { kind: 'person' as const, id: row.person_id, ...(row.name && { name: row.name }) },
      outputHash: row.output_hash,
      decidedAt: row.decided_at.toISOString(),
    })),
    pastDecisions: past.rows.map((row) => ({
      decision: row.decision,
      state: row.state,
      reopenedAt: row.reopened_at.toISOString(),
      reopenedBy: row.reopened_by,
    })),
    revisions: revisions.rows.map((row) => ({
      number: row.number,
      output: row.output,
      outputHash: row.output_hash,
      author: row.author,
      returnId: row.return_id,
      createdAt: row.created_at.toISOString(),
    })),
    reviews: reviews.rows.map((row) => ({
      id: row.id,
      verdict: row.verdict,
      revision: row.base_revision,
      by: { kind: 'person' as const, id: row.person_id, ...(row.name && { name: row.name }) },
      reasons: row.reasons,
      comment: row.comment,
      activeSeconds: row.active_seconds,
      bulkId: row.bulk_id,
      createdAt: row.created_at.toISOString(),
      undoneAt: row.undone_at?.toISOString() ?? null,
    })),
  };
}
