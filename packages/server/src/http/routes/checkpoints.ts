import { Checkpoint, CheckpointInput, CheckpointName, CheckpointWithCounts, ListedCheckpoint } from '@countersign/contract';
import { getCheckpoint, listCheckpoints, putCheckpoint } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { readJson, route } from '../route.ts';

const params = z.object({ name: CheckpointName });

export function checkpointRoutes(app: OpenAPIHono<App>, { hints }: Parts): void {
  route(
    app,
    {
      method: 'put',
      path: '/v1/checkpoints/{name}',
      tag: 'Checkpoints',
      summary: 'Create a checkpoint or replace its settings',
      params,
      body: CheckpointInput,
      answers: {
        200: { description: 'The checkpoint as it is now', schema: Checkpoint },
        201: { description: 'Created', schema: Checkpoint },
      },
    },
    async (c) => {
      const ctx = c.get('actor');
      const { checkpoint, created } = await putCheckpoint({ ctx, name: c.req.param('name') as string, input: await readJson(c) });
      hints.send({ workspaces: [ctx.workspaceId] });
      return c.json(checkpoint, created ? 201 : 200);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/checkpoints',
      tag: 'Checkpoints',
      summary: 'All checkpoints with their counts, without brand rules and dictionary',
      answers: { 200: { description: 'By name', schema: z.object({ checkpoints: z.array(ListedCheckpoint) }) } },
    },
    async (c) => c.json({ checkpoints: await listCheckpoints({ ctx: c.get('actor') }) }),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/checkpoints/{name}',
      tag: 'Checkpoints',
      summary: 'One checkpoint with its counts',
      params,
      answers: { 200: { description: 'The checkpoint', schema: CheckpointWithCounts } },
    },
    async (c) => c.json(await getCheckpoint({ ctx: c.get('actor'), name: c.req.param('name') as string })),
  );
}
