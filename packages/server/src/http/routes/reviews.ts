import {
  Claims,
  ClaimsInput,
  Draft,
  DraftInput,
  GiveBackInput,
  Heartbeat,
  HeartbeatInput,
  isSettled,
  ReviewInput,
  ReviewResult,
  UndoResult,
} from '@countersign/contract';
import { claim, decide, findDraft, giveBack, heartbeat, saveDraft, undo } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { readJson, route } from '../route.ts';

const params = z.object({ id: z.string() });

export function reviewRoutes(app: OpenAPIHono<App>, { hints }: Parts): void {
  route(
    app,
    {
      method: 'post',
      path: '/v1/claims',
      tag: 'Reviews',
      summary: 'Claim the next items to review',
      description: 'A claim is a lease: it ends by itself without a heartbeat. No two people hold one item.',
      body: ClaimsInput,
      answers: { 200: { description: 'In the order to review them; empty when nothing waits', schema: Claims } },
    },
    async (c) => c.json({ claims: await claim({ ctx: c.get('actor'), input: await readJson(c) }) }),
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/claims/heartbeat',
      tag: 'Reviews',
      summary: 'Keep claims alive',
      body: HeartbeatInput,
      answers: { 200: { description: 'What is held on, and what is lost', schema: Heartbeat } },
    },
    async (c) => c.json(await heartbeat({ ctx: c.get('actor'), input: await readJson(c) })),
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/claims/give-back',
      tag: 'Reviews',
      summary: 'Give claims back, or skip the items',
      body: GiveBackInput,
      answers: { 204: { description: 'Given back' } },
    },
    async (c) => {
      const ctx = c.get('actor');
      await giveBack({ ctx, input: await readJson(c) });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.body(null, 204);
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/items/{id}/reviews',
      tag: 'Reviews',
      summary: 'Decide on an item',
      description:
        'Exactly one decision stands. A second one answers `already_decided` with it, and keeps the text that was sent as a draft.',
      params,
      body: ReviewInput,
      answers: { 200: { description: 'The decided item, and the next claims', schema: ReviewResult } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const { item, claims, replayed } = await decide({ ctx, itemId: c.req.param('id') as string, input: await readJson(c) });
      if (replayed) c.header('Idempotent-Replayed', 'true');
      else hints.send({ workspaces: [ctx.workspaceId], ...(isSettled(item.state) && { items: [item.id] }) });
      return c.json({ item, claims });
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/items/{id}/undo',
      tag: 'Reviews',
      summary: 'Take back your own decision',
      description: 'Possible until the decision takes effect. The item is claimed by you again.',
      params,
      answers: { 200: { description: 'The item, open again', schema: UndoResult } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const reopened = await undo({ ctx, itemId: c.req.param('id') as string });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.json({ claim: reopened });
    },
  );

  route(
    app,
    {
      method: 'put',
      path: '/v1/items/{id}/draft',
      tag: 'Reviews',
      summary: 'Keep what you have typed',
      params,
      body: DraftInput,
      answers: { 200: { description: 'Kept', schema: Draft } },
    },
    async (c) => c.json(await saveDraft({ ctx: c.get('actor'), itemId: c.req.param('id') as string, input: await readJson(c) })),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/items/{id}/draft',
      tag: 'Reviews',
      summary: 'What you have typed',
      params,
      answers: { 200: { description: 'Your draft, or null', schema: z.object({ draft: z.union([Draft, z.null()]) }) } },
    },
    async (c) => c.json({ draft: await findDraft({ ctx: c.get('actor'), itemId: c.req.param('id') as string }) }),
  );
}
