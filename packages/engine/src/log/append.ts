import type { EventKind, Json } from '@countersign/contract';
import type pg from 'pg';
import { actorRecord, type Context } from '../context.ts';
import { logColumns } from './entry.ts';

/** Adds an entry inside the caller's transaction. Hot paths write theirs in their own statement instead. */
export async function appendLog(
  client: pg.ClientBase,
  ctx: Context,
  {
    kind,
    checkpointId = null,
    itemId = null,
    data = {},
  }: { kind: EventKind; checkpointId?: string | null; itemId?: string | null; data?: Record<string, Json> },
): Promise<void> {
  await client.query(`insert into log_entries ${logColumns} values ($1, $2, $3, $4, $5, $6)`, [
    ctx.workspaceId,
    kind,
    JSON.stringify(actorRecord(ctx)),
    checkpointId,
    itemId,
    JSON.stringify(data),
  ]);
}
