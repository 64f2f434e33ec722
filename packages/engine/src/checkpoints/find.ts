import { type Checkpoint, CountersignError } from '@countersign/contract';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Context } from '../context.ts';
import { perDatabase } from '../database/per-database.ts';
import { itemNotFound } from '../items/not-found.ts';
import { compileSchema } from './schema-check.ts';

/** A checkpoint with its schemas compiled. */
export interface ReadyCheckpoint extends Checkpoint {
  checkInput: ValidateFunction | null;
  checkOutput: ValidateFunction | null;
}

export const listedColumns = `id, name, version, title, instructions, input_schema, output_schema, severity, reasons, undo_seconds, lease_seconds,
  on_deadline, max_returns, created_at, updated_at`;
export const checkpointColumns = `${listedColumns}, brand_rules, dictionary, lessons_apply, lessons`;

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
export const toListed = (row: any): Omit<Checkpoint, 'brandRules' | 'dictionary' | 'lessons'> => ({
  id: row.id,
  name: row.name,
  version: row.version,
  title: row.title,
  instructions: row.instructions,
  inputSchema: row.input_schema,
  outputSchema: row.output_schema,
  severity: row.severity,
  reasons: row.reasons,
  undoSeconds: row.undo_seconds,
  leaseSeconds: row.lease_seconds,
  onDeadline: row.on_deadline,
  maxReturns: row.max_returns,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
export const toCheckpoint = (row: any): Checkpoint => ({
  ...toListed(row),
  brandRules: row.brand_rules,
  dictionary: row.dictionary,
  lessons: { apply: row.lessons_apply, shown: row.lessons },
});

// Compiling a schema takes milliseconds. The cache is keyed by version, and every write names the version that it was checked
// against, so a stale entry is noticed by the statement and never decides anything.
const cacheOf = perDatabase(() => new Map<string, ReadyCheckpoint>());
const cacheSize = 500;

/** The checkpoint at which an item stands. Errors: `not_found`. */
export async function findCheckpointOf(ctx: Context, itemId: string): Promise<ReadyCheckpoint> {
  const { rows } = await ctx.db.pool.query({
    name: 'item-checkpoint',
    text: `select c.name, c.version from items i join checkpoints c on c.workspace_id = i.workspace_id and c.id = i.checkpoint_id
      where i.workspace_id = $1 and i.id = $2`,
    values: [ctx.workspaceId, itemId],
  });
  if (!rows[0]) throw itemNotFound(itemId);
  const checkpoint = await findCheckpoint(ctx, rows[0].name);
  return checkpoint.version === rows[0].version ? checkpoint : findCheckpoint(ctx, rows[0].name, { fresh: true });
}

/** The checkpoint as last seen by this process; `fresh` reads it again. Errors: `not_found`. */
export async function findCheckpoint(ctx: Context, name: string, { fresh = false } = {}): Promise<ReadyCheckpoint> {
  const cache = cacheOf(ctx.db);
  const cacheKey = `${ctx.workspaceId}/${name}`;
  const cached = cache.get(cacheKey);
  if (cached && !fresh) return cached;
  const { rows } = await ctx.db.pool.query({
    name: 'checkpoint-find',
    text: `select ${checkpointColumns} from checkpoints where workspace_id = $1 and name = $2`,
    values: [ctx.workspaceId, name],
  });
  if (!rows[0]) throw new CountersignError('not_found', `There is no checkpoint ${name}. Create it with PUT /v1/checkpoints/${name}.`);
  const checkpoint = toCheckpoint(rows[0]);
  if (cached?.version === checkpoint.version && cached.id === checkpoint.id) return cached;
  const ready = {
    ...checkpoint,
    checkInput: checkpoint.inputSchema && compileSchema(checkpoint.inputSchema as never, '/inputSchema'),
    checkOutput: checkpoint.outputSchema && compileSchema(checkpoint.outputSchema as never, '/outputSchema'),
  };
  if (cache.size >= cacheSize) cache.delete(cache.keys().next().value as string);
  cache.set(cacheKey, ready);
  return ready;
}
