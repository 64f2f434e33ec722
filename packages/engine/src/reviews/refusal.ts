import { CountersignError, type Item, type ItemSummary, type ReviewInput } from '@countersign/contract';
import { findCheckpointOf } from '../checkpoints/find.ts';
import { claimedByOther, findPlace } from '../claims/place.ts';
import { type Context, personId } from '../context.ts';
import { saveDraft } from '../drafts/save.ts';
import { hashJson } from '../hash.ts';
import { getItem } from '../items/get.ts';

/**
 * Why a review changed nothing. Answers the item when the same person had sent the same review before; else keeps the text
 * that was sent as the person's draft and throws.
 */
export async function explainRefusal(ctx: Context, itemId: string, review: ReviewInput): Promise<ItemSummary> {
  const item = await getItem({ ctx, id: itemId });
  if ((await isSameReview(ctx, item, review)) || (await isSameReturn(ctx, item, review))) {
    const { input: _, output: __, metadata: ___, ...summary } = item;
    return summary;
  }
  if (review.output !== undefined) await saveDraft({ ctx, itemId, input: { output: review.output } });
  const kept = review.output === undefined ? '' : ' Your text is kept as a draft.';
  const context = { itemId, state: item.state, decision: item.decision };
  if (item.decision) {
    const by = item.decision.by.kind === 'person' ? (item.decision.by.name ?? 'somebody') : `the ${item.decision.by.id} rule`;
    throw new CountersignError('already_decided', `This item was ${item.decision.outcome} by ${by}. That decision stands.${kept}`, {
      context,
    });
  }
  if (item.state !== 'waiting')
    throw new CountersignError('not_reviewable', `This item is ${item.state}; only waiting items can be reviewed.${kept}`, { context });
  if (review.verdict === 'return') {
    const { maxReturns } = await findCheckpointOf(ctx, itemId);
    if (item.returns > maxReturns)
      throw new CountersignError(
        'returns_used_up',
        `This item was returned ${item.returns} times, and ${maxReturns} are allowed here. Approve, edit or reject it.`,
        { context: { ...context, returns: item.returns, maxReturns } },
      );
  }
  if (review.outputHash !== undefined && review.outputHash !== item.outputHash)
    throw new CountersignError('output_changed', `The output is no longer the one you looked at. Load the item again.${kept}`, {
      context: { ...context, outputHash: item.outputHash },
    });
  throw claimedByOther(itemId, await findPlace(ctx, itemId), { kept });
}

async function isSameReview(ctx: Context, item: Item, review: ReviewInput): Promise<boolean> {
  if (!item.decision) return false;
  const { rows } = await ctx.db.pool.query({
    name: 'review-find',
    text: `select verdict, base_hash, output_hash, reasons, comment from reviews
      where workspace_id = $1 and item_id = $2 and id = $3 and person_id = $4 and undone_at is null`,
    values: [ctx.workspaceId, item.id, item.decision.id, personId(ctx)],
  });
  const standing = rows[0];
  if (!standing) return false;
  const hash = review.output === undefined ? standing.base_hash : hashJson(review.output as never);
  const verdict = review.verdict === 'edit' && hash === standing.base_hash ? 'approve' : review.verdict;
  return (
    standing.verdict === verdict &&
    standing.output_hash === hash &&
    standing.comment === review.comment &&
    JSON.stringify(standing.reasons) === JSON.stringify(review.reasons) &&
    (review.outputHash === undefined || review.outputHash === standing.base_hash)
  );
}

/** The very return that its maker has answered since, or that brought the item to the leads: no decision any more, and yet done. */
async function isSameReturn(ctx: Context, item: Item, review: ReviewInput): Promise<boolean> {
  if (review.verdict !== 'return' || review.outputHash === undefined || item.decision) return false;
  const { rowCount } = await ctx.db.pool.query({
    name: 'return-find',
    text: `select from reviews r where r.workspace_id = $1 and r.item_id = $2 and r.person_id = $3 and r.verdict = 'return' and r.undone_at is null
      and r.base_hash = $4 and r.reasons = $5 and r.comment = $6
      and ($4 <> $7 or not exists (select from revisions v where v.workspace_id = $1 and v.item_id = $2 and v.return_id = r.id))`,
    values: [ctx.workspaceId, item.id, personId(ctx), review.outputHash, review.reasons, review.comment, item.outputHash],
  });
  return rowCount !== 0;
}
