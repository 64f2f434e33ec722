import { CountersignError, Preferences } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { type Context, personId } from '../context.ts';

const mostBytes = 64_000;

/** The acting person's own settings in this workspace; empty when they have set nothing. */
export async function getPreferences({ ctx }: { ctx: Context }): Promise<Preferences> {
  requireRight(ctx, 'preferences.own');
  const { rows } = await ctx.db.pool.query({
    name: 'preferences-get',
    text: 'select settings from preferences where workspace_id = $1 and person_id = $2',
    values: [ctx.workspaceId, personId(ctx)],
  });
  return rows[0]?.settings ?? {};
}

/** Replaces them whole. Errors: `payload_too_large` above 64 kB. */
export async function putPreferences({ ctx, input }: { ctx: Context; input: unknown }): Promise<Preferences> {
  requireRight(ctx, 'preferences.own');
  const settings = JSON.stringify(Preferences.parse(input));
  if (Buffer.byteLength(settings) > mostBytes)
    throw new CountersignError('payload_too_large', 'Settings take at most 64 kB. Remove what is not used any more.');
  const { rows } = await ctx.db.pool.query({
    name: 'preferences-put',
    text: `insert into preferences (workspace_id, person_id, settings, updated_at) values ($1, $2, $3::json, coalesce($4, now()))
      on conflict (workspace_id, person_id) do update set settings = excluded.settings, updated_at = excluded.updated_at returning settings`,
    values: [ctx.workspaceId, personId(ctx), settings, ctx.at ?? null],
  });
  return rows[0].settings;
}
