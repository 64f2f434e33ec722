import { isDeepStrictEqual } from 'node:util';
import { PlainName, type Workflow, WorkflowInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { transact } from '../database/transact.ts';
import { appendLog } from '../log/append.ts';
import { checkWorkflow } from './check.ts';
import { toWorkflow, workflowColumns } from './get.ts';

/**
 * Creates the workflow, or makes its next version; the same steps again change nothing. What is under way goes on by the version that
 * it began with. Errors: `not_allowed`, `invalid_input` and `invalid_schema` with a pointer to the step.
 */
export async function putWorkflow({
  ctx,
  name,
  input,
}: {
  ctx: Context;
  name: string;
  input: unknown;
}): Promise<{ workflow: Workflow; created: boolean }> {
  requireRight(ctx, 'workflow.write');
  const definition = WorkflowInput.parse(input);
  PlainName.parse(name);
  await checkWorkflow(ctx, definition);
  return transact(ctx.db, async (client) => {
    const before = await client.query(
      `select v.definition from workflows w join workflow_versions v using (workspace_id, name, version)
       where w.workspace_id = $1 and w.name = $2 for update of w`,
      [ctx.workspaceId, name],
    );
    if (!before.rows[0] || !isDeepStrictEqual(before.rows[0].definition, definition)) {
      const { rows } = await client.query(
        `with put as (
           insert into workflows (workspace_id, name, version) values ($1, $2, 1)
           on conflict (workspace_id, name) do update set version = workflows.version + 1, updated_at = now() returning *)
         insert into workflow_versions (workspace_id, name, version, definition) select workspace_id, name, version, $3 from put returning version`,
        [ctx.workspaceId, name, JSON.stringify(definition)],
      );
      await appendLog(client, ctx, { kind: 'workflow.changed', data: { name, version: rows[0].version } });
    }
    const { rows } = await client.query(`select ${workflowColumns} where w.workspace_id = $1 and w.name = $2`, [ctx.workspaceId, name]);
    return { workflow: toWorkflow(rows[0]), created: before.rows.length === 0 };
  });
}
