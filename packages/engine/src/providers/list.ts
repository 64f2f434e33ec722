import { CountersignError, type Provider } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { findBuiltIn, recorded, toProvider } from './row.ts';
import { type Secret, unseal } from './seal.ts';

/** The providers of the workspace by name, and the recorded drafts. Keys are never among it. */
export async function listProviders({ ctx }: { ctx: Context }): Promise<Provider[]> {
  requireRight(ctx, 'provider.read');
  const { rows } = await ctx.db.pool.query({
    name: 'provider-list',
    text: 'select * from providers where workspace_id = $1 order by name',
    values: [ctx.workspaceId],
  });
  return [...rows.map(toProvider), recorded];
}

/** A provider with its key opened, for whoever calls it. Not for answers. */
export interface OpenProvider extends Provider {
  key: string | null;
}

function requireBuiltIn(name: string): Provider {
  const provider = findBuiltIn(name);
  if (provider) return provider;
  throw new CountersignError(
    'not_found',
    `There is no provider ${name}. GET /v1/providers lists those there are; add it with PUT /v1/providers/${name}.`,
  );
}

/** Errors: `not_found`, `invalid_input` for a key that was stored with another secret. */
export async function openProvider(ctx: Context, name: string, secret: Secret | null): Promise<OpenProvider> {
  const { rows } = await ctx.db.pool.query({
    name: 'provider-open',
    text: 'select * from providers where workspace_id = $1 and name = $2',
    values: [ctx.workspaceId, name],
  });
  if (!rows[0]) return { ...requireBuiltIn(name), key: null };
  const sealed: string | null = rows[0].sealed_key;
  return { ...toProvider(rows[0]), key: sealed === null ? null : unseal(secret ?? '', `${ctx.workspaceId}/${name}`, sealed) };
}

/** Errors: `not_found`. */
export async function findProvider(ctx: Context, name: string): Promise<Provider> {
  const { rows } = await ctx.db.pool.query({
    name: 'provider-open',
    text: 'select * from providers where workspace_id = $1 and name = $2',
    values: [ctx.workspaceId, name],
  });
  return rows[0] ? toProvider(rows[0]) : requireBuiltIn(name);
}
