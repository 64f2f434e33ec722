import { CountersignError, type DraftStep, type Workflow, type WorkflowInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { perDatabase } from '../database/per-database.ts';
import type { Row } from '../items/row.ts';

export const workflowColumns = `w.name, w.version, w.created_at, w.updated_at, v.definition
  from workflows w join workflow_versions v using (workspace_id, name, version)`;

export const toWorkflow = (row: Row): Workflow => ({
  ...row.definition,
  name: row.name,
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export async function listWorkflows({ ctx }: { ctx: Context }): Promise<Workflow[]> {
  requireRight(ctx, 'workflow.read');
  const { rows } = await ctx.db.pool.query({
    name: 'workflow-list',
    text: `select ${workflowColumns} where w.workspace_id = $1 order by w.name`,
    values: [ctx.workspaceId],
  });
  return rows.map(toWorkflow);
}

/** The present version. Errors: `not_found`. */
export async function getWorkflow({ ctx, name }: { ctx: Context; name: string }): Promise<Workflow> {
  requireRight(ctx, 'workflow.read');
  const { rows } = await ctx.db.pool.query({
    name: 'workflow-get',
    text: `select ${workflowColumns} where w.workspace_id = $1 and w.name = $2`,
    values: [ctx.workspaceId, name],
  });
  if (!rows[0])
    throw new CountersignError(
      'not_found',
      `There is no workflow ${name}. GET /v1/workflows lists those there are; add it with \`countersign apply\`.`,
    );
  return toWorkflow(rows[0]);
}

/** A version never changes, so it can be kept. */
const definitionsOf = perDatabase(() => new Map<string, WorkflowInput>());
const mostKept = 500;

/** The steps of one version, also of a batch with settings of its own. Errors: `not_found`. */
export async function loadDefinition(ctx: Context, name: string, version: number): Promise<WorkflowInput> {
  const kept = definitionsOf(ctx.db);
  const key = `${ctx.workspaceId}/${name}/${version}`;
  const known = kept.get(key);
  if (known) return known;
  const { rows } = await ctx.db.pool.query({
    name: 'workflow-definition',
    text: 'select definition from workflow_versions where workspace_id = $1 and name = $2 and version = $3',
    values: [ctx.workspaceId, name, version],
  });
  if (!rows[0]) throw new CountersignError('not_found', `The workflow ${name} has no version ${version}.`);
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
  kept.set(key, rows[0].definition);
  return rows[0].definition;
}

/** The draft step at a place. Errors: `not_found` when another kind of step stands there. */
export function draftAt({ steps }: WorkflowInput, at: number): DraftStep {
  const step = steps[at];
  if (step && 'draft' in step) return step;
  throw new CountersignError('not_found', `Step ${at + 1} of this workflow is no draft.`);
}

/** The name of the checkpoint that decides on what step `at` makes; null when there is none. */
export function checkpointAfter({ steps }: WorkflowInput, at: number): string | null {
  for (const step of steps.slice(at)) if ('checkpoint' in step) return step.checkpoint;
  return null;
}
