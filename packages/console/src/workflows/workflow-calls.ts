import type { Workflow } from '@countersign/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client.ts';

export const workflowsQuery = queryOptions({
  queryKey: ['workflows'],
  queryFn: () => request<{ workflows: Workflow[] }>('GET', '/v1/workflows').then((answer) => answer.workflows),
});

export const putWorkflow = (name: string, body: unknown) => request<Workflow>('PUT', `/v1/workflows/${encodeURIComponent(name)}`, { body });
