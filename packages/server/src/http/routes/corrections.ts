import { CheckpointName, Examples, ExamplesQuery, VersionReport } from '@countersign/contract';
import { findExamples, reportVersions } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App } from '../app-types.ts';
import { route } from '../route.ts';

const params = z.object({ name: CheckpointName });

export function correctionRoutes(app: OpenAPIHono<App>): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/checkpoints/{name}/examples',
      tag: 'Learning',
      summary: 'The most useful past corrections for an input',
      description:
        'What the AI saw, what it had proposed and what went out, of decided items: edits before approvals, like and recent ones first, no two that say the same. Give them to a model as examples.',
      params,
      query: ExamplesQuery,
      answers: { 200: { description: 'At most k, best first; empty when nothing was released yet', schema: Examples } },
    },
    async (c) =>
      c.json({ examples: await findExamples({ ctx: c.get('actor'), checkpoint: c.req.param('name') as string, query: c.req.query() }) }),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/checkpoints/{name}/versions',
      tag: 'Learning',
      summary: 'What people made of each model and prompt',
      description:
        'Over the newest 20,000 items: shares with Wilson intervals, means with bootstrap intervals, and each version against the one before it on the kinds of items (severity, `category` of the metadata, length of the input) that both have.',
      params,
      answers: { 200: { description: 'Oldest version first', schema: VersionReport } },
    },
    async (c) => c.json(await reportVersions({ ctx: c.get('actor'), checkpoint: c.req.param('name') as string })),
  );
}
