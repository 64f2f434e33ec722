import { BulkReviewInput, type BulkReviewResult, CountersignError, type LeftOut } from '@countersign/contract';
import type pg from 'pg';
import { can, requireRight } from '../access/can.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { transact } from '../database/transact.ts';
import type { Checker } from '../flags/checker.ts';
import { hashJson } from '../hash.ts';
import { examine } from './examine.ts';
import { type BulkItem, lookAtSet } from './left-out.ts';
import { decideMany } from './statement.ts';

export interface BulkDecided {
  result: BulkReviewResult;
  /** Items that took effect at once, because their checkpoint gives no time to undo. */
  settled: string[];
  replayed: boolean;
}

/**
 * Approves a set as it was shown, with the corrections made in it: one review, decision and log entry per item, in one transaction.
 * Left out and named are items whose output has open error-level flags, was changed since, is decided, or is somebody else's. The same
 * id again is answered as the first time. Errors: `not_allowed`, `key_conflict` for an id that was used for another set.
 */
export async function decideBulk({ ctx, input, checker }: { ctx: Context; input: unknown; checker: Checker }): Promise<BulkDecided> {
  requireRight(ctx, 'item.review');
  const review = BulkReviewInput.parse(input);
  refuseTwice(review);
  const { activeSeconds: _, ...request } = review;
  const requestHash = hashJson(request as never);
  const before = await findBulk(ctx.db.pool, ctx, review.id);
  if (before) return replay(before, requestHash);
  const { rows, leftOut } = await examine(ctx, checker, review.items);
  return transact(ctx.db, async (client) => {
    const first = await client.query(
      'insert into bulk_reviews (workspace_id, person_id, id, request_hash, created_at) values ($1, $2, $3, $4, coalesce($5, now())) on conflict do nothing',
      [ctx.workspaceId, personId(ctx), review.id, requestHash, ctx.at ?? null],
    );
    if (first.rowCount === 0) return replay((await findBulk(client, ctx, review.id)) as Bulk, requestHash);
    const answer = await client.query({
      name: 'bulk-decide',
      text: decideMany,
      values: [
        ctx.workspaceId,
        ctx.at ?? null,
        personId(ctx),
        JSON.stringify(rows),
        JSON.stringify(ctx.actor),
        review.comment,
        review.activeSeconds === undefined ? null : Math.fround(review.activeSeconds / review.items.length),
        JSON.stringify(actorRecord(ctx)),
        review.id,
        can(ctx.role, 'item.direct'),
      ],
    });
    const decided = new Map(answer.rows.map((row) => [row.id, row]));
    const lost = new Set(rows.map(({ item_id }) => item_id).filter((id) => !decided.has(id)));
    const late = await explainLate(
      client,
      ctx,
      review.items.filter(({ itemId }) => lost.has(itemId)),
    );
    const result: BulkReviewResult = {
      id: review.id,
      decided: review.items
        .filter(({ itemId }) => decided.has(itemId))
        .map(({ itemId }) => ({ itemId, outcome: decided.get(itemId).outcome })),
      leftOut: [...leftOut, ...late],
    };
    await client.query('update bulk_reviews set result = $4 where workspace_id = $1 and person_id = $2 and id = $3', [
      ctx.workspaceId,
      personId(ctx),
      review.id,
      JSON.stringify(result),
    ]);
    return { result, settled: answer.rows.filter(({ state }) => state === 'released').map(({ id }) => id), replayed: false };
  });
}

interface Bulk {
  request_hash: string;
  result: BulkReviewResult;
}

async function findBulk(client: Pick<pg.ClientBase, 'query'>, ctx: Context, id: string): Promise<Bulk | undefined> {
  const { rows } = await client.query(
    'select request_hash, result from bulk_reviews where workspace_id = $1 and person_id = $2 and id = $3',
    [ctx.workspaceId, personId(ctx), id],
  );
  return rows[0];
}

function replay({ request_hash, result }: Bulk, requestHash: string): BulkDecided {
  if (request_hash === requestHash) return { result, settled: [], replayed: true };
  throw new CountersignError('key_conflict', 'This id was used for another set. Give each bulk review an id of its own.', {
    pointer: '/id',
  });
}

function refuseTwice({ items }: BulkReviewInput): void {
  const ids = items.map(({ itemId }) => itemId);
  const twice = ids.findIndex((id, at) => ids.indexOf(id) !== at);
  if (twice !== -1)
    throw new CountersignError('invalid_input', `The item ${ids[twice]} stands there twice.`, { pointer: `/items/${twice}/itemId` });
}

/** Those that somebody else got between the look and the decision. */
async function explainLate(client: pg.ClientBase, ctx: Context, items: BulkItem[]): Promise<LeftOut[]> {
  if (items.length === 0) return [];
  const { open, leftOut } = await lookAtSet(client, ctx, items);
  const free = open.map(({ item }) => ({
    itemId: item.itemId,
    code: 'claimed_by_other' as const,
    detail: 'Somebody else had it at that moment.',
    flags: [],
  }));
  return [...leftOut, ...free];
}
