import {
  AssignInput,
  Comment,
  CommentInput,
  HoldInput,
  ItemSummary,
  Mention,
  MentionsReadInput,
  Pace,
  PaceQuery,
  Preferences,
  ReopenInput,
} from '@countersign/contract';
import {
  assign,
  comment,
  getPace,
  getPreferences,
  hold,
  listComments,
  listMentions,
  putPreferences,
  readMentions,
  reopen,
} from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { type Description, readJson, route } from '../route.ts';

const params = z.object({ id: z.string() });

export function deskRoutes(app: OpenAPIHono<App>, { hints }: Parts): void {
  /** A route that changes an item and answers nothing. */
  const act = (of: Omit<Description, 'method' | 'params' | 'tag' | 'answers'>, verb: typeof hold) =>
    route(app, { ...of, method: 'post', tag: 'Desk', params, answers: { 204: { description: 'Done' } } }, async (c) => {
      const ctx = c.get('actor');
      await verb({ ctx, itemId: c.req.param('id') as string, input: await readJson(c) });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.body(null, 204);
    });

  act(
    {
      path: '/v1/items/{id}/hold',
      summary: 'Take an item out of the queue until later',
      description: 'For who holds its claim, and for owners. It comes back by itself. A note becomes a comment.',
      body: HoldInput,
    },
    hold,
  );

  act(
    {
      path: '/v1/items/{id}/assign',
      summary: 'Give an item to one person, or to everybody again',
      description:
        'For who holds its claim or has it assigned, and for owners. Nobody else is offered it. A note becomes a comment that mentions them.',
      body: AssignInput,
    },
    assign,
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/items/{id}/reopen',
      tag: 'Desk',
      summary: 'Open an item again whose decision took effect',
      description: 'For owners. The old decision stays in the history; the comment says why.',
      params,
      body: ReopenInput,
      answers: { 200: { description: 'The item, waiting for everybody', schema: ItemSummary } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const item = await reopen({ ctx, itemId: c.req.param('id') as string, input: await readJson(c) });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(item);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/items/{id}/comments',
      tag: 'Desk',
      summary: 'What people say about an item',
      params,
      answers: { 200: { description: 'Oldest first', schema: z.object({ comments: z.array(Comment) }) } },
    },
    async (c) => c.json({ comments: await listComments({ ctx: c.get('actor'), itemId: c.req.param('id') as string }) }),
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/items/{id}/comments',
      tag: 'Desk',
      summary: 'Say something about an item, and ask somebody',
      params,
      body: CommentInput,
      answers: { 201: { description: 'Said', schema: Comment } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const said = await comment({ ctx, itemId: c.req.param('id') as string, input: await readJson(c) });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(said, 201);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/mentions',
      tag: 'Desk',
      summary: 'Comments that mention you',
      answers: { 200: { description: 'Newest first, at most a hundred', schema: z.object({ mentions: z.array(Mention) }) } },
    },
    async (c) => c.json({ mentions: await listMentions({ ctx: c.get('actor') }) }),
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/mentions/read',
      tag: 'Desk',
      summary: 'Mark mentions as read',
      body: MentionsReadInput,
      answers: { 204: { description: 'Marked' } },
    },
    async (c) => {
      await readMentions({ ctx: c.get('actor'), input: await readJson(c) });
      return c.body(null, 204);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/me/preferences',
      tag: 'Desk',
      summary: 'Your own settings',
      answers: { 200: { description: 'Empty when you have set nothing', schema: Preferences } },
    },
    async (c) => c.json(await getPreferences({ ctx: c.get('actor') })),
  );

  route(
    app,
    {
      method: 'put',
      path: '/v1/me/preferences',
      tag: 'Desk',
      summary: 'Replace your own settings',
      description: 'At most 64 kB of JSON. Names that the console does not know are kept.',
      body: Preferences,
      answers: { 200: { description: 'As kept', schema: Preferences } },
    },
    async (c) => c.json(await putPreferences({ ctx: c.get('actor'), input: await readJson(c) })),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/me/pace',
      tag: 'Desk',
      summary: 'How you get on',
      query: PaceQuery,
      answers: { 200: { description: 'Your own numbers, nobody else’s', schema: Pace } },
    },
    async (c) => c.json(await getPace({ ctx: c.get('actor'), query: c.req.query() })),
  );
}
