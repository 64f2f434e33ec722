import { Checkpoint, CheckpointName, DictionaryInput, FlagDecisionsInput, ItemFlags } from '@countersign/contract';
import { addWords, decideFlags, getFlags } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { readJson, route } from '../route.ts';

const params = z.object({ id: z.string() });

export function flagRoutes(app: OpenAPIHono<App>, { hints, checks }: Parts): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/items/{id}/flags',
      tag: 'Flags',
      summary: 'What the checks say of its present output',
      description: 'Checked at once when the worker has not yet come to it. What people dismissed on this item is left out.',
      params,
      answers: { 200: { description: 'Open flags by place, and the ids of dismissed ones', schema: ItemFlags } },
    },
    async (c) => c.json(await getFlags({ ctx: c.get('actor'), itemId: c.req.param('id') as string, checker: checks })),
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/items/{id}/flag-decisions',
      tag: 'Flags',
      summary: 'Record what you did about flags',
      description: 'A dismissed flag is not raised again on this item while its words and its evidence stay as they are.',
      params,
      body: FlagDecisionsInput,
      answers: { 204: { description: 'Recorded' } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const { recorded } = await decideFlags({ ctx, itemId: c.req.param('id') as string, input: await readJson(c) });
      if (recorded > 0) hints.send({ workspaces: [ctx.workspaceId] });
      return c.body(null, 204);
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/checkpoints/{name}/dictionary',
      tag: 'Checkpoints',
      summary: 'Add words to the dictionary of a checkpoint',
      params: z.object({ name: CheckpointName }),
      body: DictionaryInput,
      answers: { 200: { description: 'The checkpoint as it is now', schema: Checkpoint } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const checkpoint = await addWords({ ctx, name: c.req.param('name') as string, input: await readJson(c) });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(checkpoint);
    },
  );
}
