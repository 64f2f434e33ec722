import { CountersignError, PlainName, type Provider, ProviderInput, recordedProvider } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { logColumns } from '../log/entry.ts';
import { toProvider } from './row.ts';
import { type Secret, seal } from './seal.ts';

const needsSecret = () =>
  new CountersignError(
    'invalid_input',
    'A key can be stored only where there is a secret to encrypt it with. Start every process with the same COUNTERSIGN_SECRET.',
    { pointer: '/key' },
  );

/**
 * Creates the provider or replaces its settings. The key is stored encrypted; left out, it stays as it was.
 * Errors: `not_allowed`, `invalid_input` for an address that is missing, a reserved name, or a key without a secret to encrypt it.
 */
export async function putProvider({
  ctx,
  name,
  input,
  secret,
}: {
  ctx: Context;
  name: string;
  input: unknown;
  secret: Secret | null;
}): Promise<{ provider: Provider; created: boolean }> {
  requireRight(ctx, 'provider.write');
  const settings = ProviderInput.parse(input);
  PlainName.parse(name);
  if (name === recordedProvider)
    throw new CountersignError('invalid_input', `The name ${recordedProvider} is that of the recorded drafts. Take another.`, {
      pointer: '/name',
    });
  if (settings.kind === 'openai-compatible' && settings.address === null)
    throw new CountersignError('invalid_input', 'An openai-compatible provider needs an address such as http://localhost:11434/v1.', {
      pointer: '/address',
    });
  if (settings.key && secret === null) throw needsSecret();
  const sealed = settings.key && secret !== null ? seal(secret, `${ctx.workspaceId}/${name}`, settings.key) : null;
  const { rows } = await ctx.db.pool.query({
    name: 'provider-put',
    text: `with put as (
        insert into providers (workspace_id, name, kind, address, sealed_key, concurrency, calls_per_minute, timeout_seconds, is_streamed, prices)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (workspace_id, name) do update set kind = excluded.kind, address = excluded.address,
          sealed_key = case when $11 then excluded.sealed_key else providers.sealed_key end, concurrency = excluded.concurrency,
          calls_per_minute = excluded.calls_per_minute, timeout_seconds = excluded.timeout_seconds, is_streamed = excluded.is_streamed,
          prices = excluded.prices, paused_until = '-infinity', updated_at = now()
        returning *, xmax = 0 as is_new),
      entry as (
        insert into log_entries ${logColumns}
        select workspace_id, 'provider.changed', $12::jsonb, null, null, jsonb_build_object('name', name, 'kind', kind, 'keyChanged', $11) from put)
      select * from put`,
    values: [
      ctx.workspaceId,
      name,
      settings.kind,
      settings.address,
      sealed,
      settings.concurrency,
      settings.callsPerMinute,
      settings.timeoutSeconds,
      settings.isStreamed,
      JSON.stringify(settings.prices),
      settings.key !== undefined,
      JSON.stringify(actorRecord(ctx)),
    ],
  });
  return { provider: toProvider(rows[0]), created: rows[0].is_new };
}
