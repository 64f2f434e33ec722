import { BulkReviewInput, BulkReviewResult, BulkUndoResult, ItemPage, SimilarQuery } from '@countersign/contract';
import { decideBulk, findSimilar, undoBulk } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { readJson, route } from '../route.ts';

/** Before the routes of items: `/v1/items/similar` is no id. */
export function bulkRoutes(app: OpenAPIHono<App>, { hints, checks }: Parts): void {
  route(
    app,
    {
      method: 'post',
      path: '/v1/bulk-reviews',
      tag: 'Reviews',
      summary: 'Approve a set as it was shown',
      description:
        'One review per item. Left out and named are items that changed since they were shown, are decided or held by others, and those whose output has open error-level flags. The same id again is answered as the first time, with the header `Idempotent-Replayed: true`.',
      body: BulkReviewInput,
      answers: { 200: { description: 'What was decided, and what was left out', schema: BulkReviewResult } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const { result, settled, replayed } = await decideBulk({ ctx, input: await readJson(c), checker: checks });
      if (replayed) c.header('Idempotent-Replayed', 'true');
      else if (result.decided.length > 0) hints.send({ workspaces: [ctx.workspaceId], items: settled });
      return c.json(result);
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/bulk-reviews/{id}/undo',
      tag: 'Reviews',
      summary: 'Take back your bulk review as one',
      description: 'Items whose decision has taken effect meanwhile are named; the others wait again, claimed by you.',
      params: z.object({ id: z.string() }),
      answers: { 200: { description: 'What is open again, and what is not', schema: BulkUndoResult } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const result = await undoBulk({ ctx, id: c.req.param('id') as string });
      if (result.undone.length > 0) hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(result);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/items/similar',
      tag: 'Items',
      summary: 'Waiting items with the same phrase, flag or model',
      description: 'With their payload. An answer may be short and have a cursor: then not all items were looked at yet.',
      query: SimilarQuery,
      answers: { 200: { description: 'Oldest first; go on with nextCursor', schema: ItemPage } },
    },
    async (c) => c.json(await findSimilar({ ctx: c.get('actor'), query: c.req.query() })),
  );
}
