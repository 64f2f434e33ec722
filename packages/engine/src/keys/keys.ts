import { randomBytes } from 'node:crypto';
import { CountersignError, type Key, KeyInput, type KeyKind, type NewKey } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { type Context, personId } from '../context.ts';
import type { Database } from '../database/open.ts';
import { transact } from '../database/transact.ts';
import { sha256 } from '../hash.ts';
import { newId } from '../ids.ts';
import type { Row } from '../items/row.ts';
import { appendLog } from '../log/append.ts';

const toKey = (row: Row): Key => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  hint: row.hint,
  personId: row.person_id,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
});

const newSecret = (kind: KeyKind) => `cs_${kind}_${randomBytes(24).toString('base64url')}`;

/** Makes a key. The secret is in the answer and nowhere else: only its hash is stored. `secret` sets a chosen one (at least 20 characters). */
export async function createKey({ ctx, input, secret }: { ctx: Context; input: unknown; secret?: string }): Promise<NewKey> {
  const { kind, name } = KeyInput.parse(input);
  requireRight(ctx, kind === 'personal' ? 'key.personal' : 'key.service');
  const owner = kind === 'personal' ? personId(ctx) : null;
  if (kind === 'personal' && !owner)
    throw new CountersignError('not_allowed', 'A personal key belongs to a person. Sign in, or use a personal key, to make one.');
  if (secret !== undefined && secret.length < 20)
    throw new CountersignError('invalid_input', 'The key is too short. Use at least 20 random characters.');
  const key = secret ?? newSecret(kind);
  return transact(ctx.db, async (client) => {
    const { rows } = await client.query(
      `insert into api_keys (workspace_id, id, kind, name, hint, key_hash, person_id) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (key_hash) do nothing returning *`,
      [ctx.workspaceId, newId('key'), kind, name, `${key.slice(0, secret === undefined ? 16 : 4)}…`, sha256(key), owner],
    );
    if (!rows[0]) throw new CountersignError('already_exists', 'This key is or was in use. Choose another.');
    await appendLog(client, ctx, { kind: 'key.created', data: { keyId: rows[0].id, keyKind: kind } });
    return { ...toKey(rows[0]), key };
  });
}

/** The keys in use: an owner sees the service keys and their own, others their own. */
export async function listKeys({ ctx }: { ctx: Context }): Promise<Key[]> {
  requireRight(ctx, 'key.personal');
  const { rows } = await ctx.db.pool.query(
    `select * from api_keys where workspace_id = $1 and revoked_at is null and (person_id = $2 or ($3 and kind = 'service')) order by created_at, id`,
    [ctx.workspaceId, personId(ctx), ctx.role === 'owner'],
  );
  return rows.map(toKey);
}

/** Ends a key at once. Errors: `not_found` for a key that is not the person's to revoke. */
export async function revokeKey({ ctx, id }: { ctx: Context; id: string }): Promise<void> {
  requireRight(ctx, 'key.personal');
  await transact(ctx.db, async (client) => {
    const { rows } = await client.query(
      `update api_keys set revoked_at = now()
       where workspace_id = $1 and id = $2 and revoked_at is null and (person_id = $3 or $4) returning id, kind`,
      [ctx.workspaceId, id, personId(ctx), ctx.role === 'owner'],
    );
    if (!rows[0]) throw new CountersignError('not_found', 'There is no such key in use. GET /v1/keys lists yours.');
    await appendLog(client, ctx, { kind: 'key.revoked', data: { keyId: id, keyKind: rows[0].kind } });
  });
}

export interface KeyHolder {
  keyId: string;
  workspaceId: string;
  kind: KeyKind;
  name: string;
  personId: string | null;
}

/** Whose key this is; null when it is unknown or revoked. Notes the use, at most once a minute. */
export async function findKeyHolder({ pool }: Database, key: string): Promise<KeyHolder | null> {
  const { rows } = await pool.query({
    name: 'key-find',
    text: `select workspace_id, id, kind, name, person_id, last_used_at is null or last_used_at < now() - interval '1 minute' as is_stale
      from api_keys where key_hash = $1 and revoked_at is null`,
    values: [sha256(key)],
  });
  const row = rows[0];
  if (!row) return null;
  if (row.is_stale)
    await pool.query('update api_keys set last_used_at = now() where workspace_id = $1 and id = $2', [row.workspace_id, row.id]);
  return { keyId: row.id, workspaceId: row.workspace_id, kind: row.kind, name: row.name, personId: row.person_id };
}
