import { ModelCall, PlainName, Run, RunInput, Workflow, WorkflowInput } from '@countersign/contract';
import { getRun, getWorkflow, listCalls, listCallsOfRun, listWorkflows, putWorkflow, startRun } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { readJson, route } from '../route.ts';

const params = z.object({ name: PlainName });
const idParams = z.object({ id: z.string() });
const tag = 'Workflows';

export function workflowRoutes(app: OpenAPIHono<App>, { hints }: Parts): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/workflows',
      tag,
      summary: 'All workflows, each at its present version',
      answers: { 200: { description: 'By name', schema: z.object({ workflows: z.array(Workflow) }) } },
    },
    async (c) => c.json({ workflows: await listWorkflows({ ctx: c.get('actor') }) }),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/workflows/{name}',
      tag,
      summary: 'One workflow at its present version',
      params,
      answers: { 200: { description: 'The workflow', schema: Workflow } },
    },
    async (c) => c.json(await getWorkflow({ ctx: c.get('actor'), name: c.req.param('name') as string })),
  );

  route(
    app,
    {
      method: 'put',
      path: '/v1/workflows/{name}',
      tag,
      summary: 'Add a workflow, or make its next version',
      description: 'What is under way goes on by the version that it began with. The same steps again change nothing.',
      params,
      body: WorkflowInput,
      answers: { 200: { description: 'The workflow as it is now', schema: Workflow }, 201: { description: 'Added', schema: Workflow } },
    },
    async (c) => {
      const { workflow, created } = await putWorkflow({
        ctx: c.get('actor'),
        name: c.req.param('name') as string,
        input: await readJson(c),
      });
      return c.json(workflow, created ? 201 : 200);
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/workflows/{name}/runs',
      tag,
      summary: 'Send one piece of work through a workflow',
      description:
        'From the first step, or from a later one. The same key again under the same version is the same run, with the header `Idempotent-Replayed: true`.',
      params,
      body: RunInput,
      answers: { 201: { description: 'On its way', schema: Run }, 200: { description: 'Sent before', schema: Run } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const { run, replayed } = await startRun({ ctx, workflow: c.req.param('name') as string, input: await readJson(c) });
      if (!replayed) hints.send({ workspaces: [ctx.workspaceId] });
      if (replayed) c.header('Idempotent-Replayed', 'true');
      return c.json(run, replayed ? 200 : 201);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/runs/{id}',
      tag,
      summary: 'One run: where it is, and why',
      params: idParams,
      answers: { 200: { description: 'The run', schema: Run } },
    },
    async (c) => c.json(await getRun({ ctx: c.get('actor'), id: c.req.param('id') as string })),
  );

  const calls = z.object({ calls: z.array(ModelCall) });
  route(
    app,
    {
      method: 'get',
      path: '/v1/runs/{id}/calls',
      tag,
      summary: 'The calls of models for a run, each with its prompt exactly as sent',
      params: idParams,
      answers: { 200: { description: 'Oldest first', schema: calls } },
    },
    async (c) => c.json({ calls: await listCallsOfRun({ ctx: c.get('actor'), id: c.req.param('id') as string }) }),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/items/{id}/calls',
      tag,
      summary: 'The calls of models that led to an item, each with its prompt exactly as sent',
      params: idParams,
      answers: { 200: { description: 'Oldest first; none for work that was drafted elsewhere', schema: calls } },
    },
    async (c) => c.json({ calls: await listCalls({ ctx: c.get('actor'), itemId: c.req.param('id') as string }) }),
  );
}
