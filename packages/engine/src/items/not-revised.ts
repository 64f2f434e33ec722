import { CountersignError, type ErrorCode, type Item } from '@countersign/contract';
import type { Context } from '../context.ts';
import { getItem } from './get.ts';

interface SentRevision {
  outputHash: string;
  confidence: number | null;
  model: string | null;
  returnId: string | null;
}

/** Why an answer to a return changed nothing. Answers the item when the same answer had come before; else throws. */
export async function explainNotRevised(ctx: Context, itemId: string, sent: SentRevision): Promise<Item> {
  const item = await getItem({ ctx, id: itemId });
  const { rows } = await ctx.db.pool.query({
    name: 'revision-of-return',
    text: `select number, output_hash, confidence, model, return_id from revisions
      where workspace_id = $1 and item_id = $2 and return_id is not null and ($3::text is null or return_id = $3) order by number desc limit 1`,
    values: [ctx.workspaceId, itemId, sent.returnId],
  });
  const { state, decision, returns } = item;
  const refuse = (code: ErrorCode, message: string, more: object = {}) =>
    new CountersignError(code, message, { context: { itemId, state, decision, returns, ...more } });
  const answer = rows[0];
  if (answer && isSame(answer, sent)) return item;
  if (answer && (sent.returnId !== null || state === 'waiting'))
    throw refuse('already_revised', `This return was answered before, with revision ${answer.number}. Wait for the decision on it.`, {
      revision: answer.number,
      outputHash: answer.output_hash,
    });
  if (state === 'returned' && sent.returnId === null)
    throw refuse(
      'output_unchanged',
      'This is the very output that was returned. Send another one, or name the return in returnId to insist.',
    );
  throw refuse('not_returned', describe(item));
}

// Left out, a model stays as it was: the revision then carries the one before.
const isSame = (row: { output_hash: string; confidence: number | null; model: string | null }, sent: SentRevision): boolean =>
  row.output_hash === sent.outputHash &&
  (row.confidence === null ? null : Math.fround(row.confidence)) === sent.confidence &&
  (sent.model === null || row.model === sent.model);

function describe({ state, decision }: Item): string {
  if (state === 'returned') return `This item was returned by another review, ${decision?.id}. Answer that one.`;
  if (state === 'waiting')
    return 'This item waits for a person; only a returned one takes a new revision. Submit it again with supersede to replace it.';
  if (state === 'decided')
    return decision?.outcome === 'returned'
      ? `This item is being returned and can be taken back until ${decision.undoUntil}. Answer when item.returned has come.`
      : 'This item is decided; only a returned one takes a new revision.';
  if (state === 'superseded') return 'This item was superseded: another one has its key. Answer that one, or submit under a new key.';
  return `This item is ${state}: too late for a new revision. Submit it under a new key, or ask an owner or lead to reopen it.`;
}
