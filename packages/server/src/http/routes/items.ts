import {
  CheckpointName,
  ImportResult,
  Item,
  ItemHistory,
  ItemInput,
  ItemPage,
  isSettled,
  ListItemsQuery,
  RevisionInput,
} from '@countersign/contract';
import { getHistory, getItem, importItems, listItems, reviseItem, submitItem } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts, Request } from '../app-types.ts';
import { readLines } from '../lines.ts';
import { readJson, route } from '../route.ts';

const checkpointParams = z.object({ name: CheckpointName });
const itemParams = z.object({ id: z.string() });
const WaitQuery = z.object({
  wait: z.coerce.number().min(0).max(60).default(0).meta({ description: 'Seconds to wait for the item to settle' }),
});

export function itemRoutes(app: OpenAPIHono<App>, { hints, waiters, stopping }: Parts): void {
  route(
    app,
    {
      method: 'post',
      path: '/v1/checkpoints/{name}/items',
      tag: 'Items',
      summary: 'Submit one piece of AI work',
      description: 'The same key with the same content answers the same item, with the header `Idempotent-Replayed: true`.',
      params: checkpointParams,
      body: ItemInput,
      answers: { 201: { description: 'Waiting for a person', schema: Item }, 200: { description: 'Submitted before', schema: Item } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const { item, replayed } = await submitItem({ ctx, checkpoint: c.req.param('name') as string, input: await readJson(c) });
      if (!replayed) hints.send({ workspaces: [ctx.workspaceId] });
      if (replayed) c.header('Idempotent-Replayed', 'true');
      return c.json(item, replayed ? 200 : 201);
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/checkpoints/{name}/items/import',
      tag: 'Items',
      summary: 'Submit many, one JSON object per line',
      description:
        'The body may be of any length and is read as fast as it can be stored. Bad lines are reported and never stop the good ones.',
      params: checkpointParams,
      body: z.string(),
      bodyType: 'application/x-ndjson',
      answers: { 200: { description: 'What became of the lines', schema: ImportResult } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const body = c.req.raw.body as AsyncIterable<Uint8Array> | null;
      const lines = readLines(body ?? emptyStream());
      const result = await importItems({ ctx, checkpoint: c.req.param('name') as string, lines });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(result);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/items',
      tag: 'Items',
      summary: 'List items, page by page',
      query: ListItemsQuery,
      answers: { 200: { description: 'One page; go on with nextCursor', schema: ItemPage } },
    },
    async (c) => c.json(await listItems({ ctx: c.get('actor'), query: c.req.query() })),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/items/{id}',
      tag: 'Items',
      summary: 'One item, at once or when it has settled',
      params: itemParams,
      query: WaitQuery,
      answers: { 200: { description: 'The item as it is', schema: Item } },
    },
    async (c) => {
      const { wait } = WaitQuery.parse(c.req.query());
      return c.json(await settledItem(c, wait * 1000));
    },
  );

  /** Registers with the waiters before it looks, so that no release slips in between. */
  async function settledItem(c: Request, ms: number): Promise<Item> {
    const ctx = c.get('actor');
    const id = c.req.param('id') as string;
    const until = performance.now() + ms;
    for (;;) {
      const left = until - performance.now();
      const over = new AbortController();
      const signal = AbortSignal.any([over.signal, c.req.raw.signal, stopping]);
      const woken = left > 0 ? waiters.item(ctx.workspaceId, id, left, signal) : null;
      try {
        const item = await getItem({ ctx, id });
        if (isSettled(item.state) || !woken || signal.aborted) return item;
        await woken;
      } finally {
        over.abort();
      }
    }
  }

  route(
    app,
    {
      method: 'post',
      path: '/v1/items/{id}/revisions',
      tag: 'Items',
      summary: 'Answer a return with a new revision',
      description:
        'The item waits again, and who returned it is offered it first. The same answer again is told the same, with the header `Idempotent-Replayed: true`.',
      params: itemParams,
      body: RevisionInput,
      answers: { 201: { description: 'Waiting for a person again', schema: Item }, 200: { description: 'Answered before', schema: Item } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const { item, replayed } = await reviseItem({ ctx, itemId: c.req.param('id') as string, input: await readJson(c) });
      if (replayed) c.header('Idempotent-Replayed', 'true');
      else hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(item, replayed ? 200 : 201);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/items/{id}/history',
      tag: 'Items',
      summary: 'Its revisions and reviews, oldest first',
      params: itemParams,
      answers: { 200: { description: 'Revisions and reviews', schema: ItemHistory } },
    },
    async (c) => c.json(await getHistory({ ctx: c.get('actor'), id: c.req.param('id') as string })),
  );
}

async function* emptyStream(): AsyncGenerator<Uint8Array> {}
