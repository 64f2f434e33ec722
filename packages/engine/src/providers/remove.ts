import { CountersignError } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';

/** Removes a provider and its key. What it would have drafted fails with `not_found`. Errors: `not_found`, `not_allowed`. */
export async function removeProvider({ ctx, name }: { ctx: Context; name: string }): Promise<void> {
  requireRight(ctx, 'provider.write');
  const { rows } = await ctx.db.pool.query({
    name: 'provider-remove',
    text: `with gone as (delete from providers where workspace_id = $1 and name = $2 returning workspace_id, name)
      insert into log_entries ${logColumns}
      select workspace_id, 'provider.removed', $3::jsonb, null, null, jsonb_build_object('name', name) from gone returning kind`,
    values: [ctx.workspaceId, name, JSON.stringify(actorRecord(ctx))],
  });
  if (!rows[0]) throw new CountersignError('not_found', `There is no provider ${name}. GET /v1/providers lists those there are.`);
}

/** Leaves a provider alone for a while, in every process, because it asked for that. */
export async function restProvider(ctx: Context, name: string, seconds: number): Promise<void> {
  await ctx.db.pool.query({
    name: 'provider-rest',
    text: `update providers set paused_until = greatest(paused_until, now() + make_interval(secs => $3)) where workspace_id = $1 and name = $2`,
    values: [ctx.workspaceId, name, seconds],
  });
}
