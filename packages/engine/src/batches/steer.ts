import { type Batch, CountersignError, type EventKind, ResumeInput, TrialInput } from '@countersign/contract';
import type pg from 'pg';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import { transact } from '../database/transact.ts';
import type { Row } from '../items/row.ts';
import { appendLog } from '../log/append.ts';
import { batchNotFound, getBatch } from './get.ts';

type Steer = (client: pg.PoolClient, batch: Row) => Promise<EventKind | null>;

const refuse = (batch: Row, doing: string) =>
  new CountersignError('not_reviewable', `This batch is ${batch.state}, so it cannot be ${doing}.`, { context: { state: batch.state } });

/** Runs one act on a batch under its lock, with its log entry. An act that changes nothing answers null. */
async function steer(ctx: Context, id: string, act: Steer): Promise<Batch> {
  requireRight(ctx, 'batch.write');
  await transact(ctx.db, async (client) => {
    const { rows } = await client.query(`select * from batches where workspace_id = $1 and id = $2 and state <> 'uploading' for update`, [
      ctx.workspaceId,
      id,
    ]);
    if (!rows[0]) throw batchNotFound(id);
    const kind = await act(client, rows[0]);
    if (kind) await appendLog(client, ctx, { kind, data: { batchId: id } });
  });
  return getBatch({ ctx, id });
}

const setState = (client: pg.PoolClient, { workspace_id, id }: Row, changes: string, ...values: unknown[]) =>
  client.query(`update batches set ${changes} where workspace_id = $1 and id = $2`, [workspace_id, id, ...values]);

const requireSettings = (batch: Row) => {
  if (batch.workflow === null)
    throw new CountersignError(
      'invalid_input',
      'Say first what is to be done with the rows: PUT /v1/batches/ID with a workflow, or a prompt and a checkpoint.',
    );
};

/** Drafts the first rows and holds them: nobody is shown them at a checkpoint before the batch starts. Errors: `invalid_input`, `not_reviewable`. */
export const tryBatch = ({ ctx, id, input }: { ctx: Context; id: string; input: unknown }): Promise<Batch> => {
  const { rows } = TrialInput.parse(input);
  return steer(ctx, id, async (client, batch) => {
    requireSettings(batch);
    if (batch.started_at !== null || batch.state === 'cancelled') throw refuse(batch, 'tried');
    await setState(
      client,
      batch,
      `state = 'trying', pause_reason = null, pause_detail = '', open_to = greatest(open_to, coalesce((
        select max(row_number) from (select row_number from runs where workspace_id = $1 and batch_id = $2 order by row_number limit $3) first), 0))`,
      rows,
    );
    return 'batch.tried';
  });
};

// The first row keeps its name; who comes later with the same would be refused at the checkpoint after it was paid for.
const failDoubles = `with named as (
    select r.id, r.row_number, first_value(r.row_number) over (partition by k.source ->> $3::int order by r.row_number) as first_row
    from runs r join run_contents k on k.workspace_id = r.workspace_id and k.run_id = r.id
    where r.workspace_id = $1 and r.batch_id = $2 and coalesce(k.source ->> $3::int, '') <> '')
  update runs r set state = 'failed', failure_code = 'key_conflict', failure_detail = 'Row ' || n.first_row || ' has the same key. Give each row its own.'
  from named n where r.workspace_id = $1 and r.id = n.id and n.first_row < n.row_number and r.state = 'ready'`;

/**
 * Starts what was uploaded. The drafts of the trial count; rows with the key of an earlier row fail at once.
 * `keyColumn` is the place of the column with the keys. Errors: `invalid_input`, `not_reviewable`.
 */
export const startBatch = ({ ctx, id, keyColumn }: { ctx: Context; id: string; keyColumn: number | null }): Promise<Batch> =>
  steer(ctx, id, async (client, batch) => {
    requireSettings(batch);
    if (batch.started_at !== null) return null;
    if (batch.state === 'cancelled') throw refuse(batch, 'started');
    if (keyColumn !== null) await client.query(failDoubles, [ctx.workspaceId, id, keyColumn]);
    await client.query(
      `update runs set state = 'moving', outcome = 'tried', updated_at = now() where workspace_id = $1 and batch_id = $2 and state = 'tried'`,
      [ctx.workspaceId, id],
    );
    await setState(
      client,
      batch,
      `state = 'running', pause_reason = null, pause_detail = '', open_to = 2147483647, started_at = now(), window_at = null`,
    );
    return 'batch.started';
  });

/** Makes no further call; those under way end. Errors: `not_reviewable` for one that does not run. */
export const pauseBatch = ({ ctx, id }: { ctx: Context; id: string }): Promise<Batch> =>
  steer(ctx, id, async (client, batch) => {
    if (batch.state === 'paused') return null;
    if (batch.state !== 'running' && batch.state !== 'trying') throw refuse(batch, 'paused');
    await setState(client, batch, `state = 'paused', pause_reason = 'person', pause_detail = 'Resume it to go on.', window_at = null`);
    return 'batch.paused';
  });

/** Goes on after a pause, whatever paused it, with another budget if one is given. Errors: `not_reviewable`, `invalid_input` for another currency. */
export const resumeBatch = ({ ctx, id, input }: { ctx: Context; id: string; input: unknown }): Promise<Batch> => {
  const { budget } = ResumeInput.parse(input);
  return steer(ctx, id, async (client, batch) => {
    if (batch.state === 'running' || batch.state === 'trying') return null;
    if (batch.state !== 'paused') throw refuse(batch, 'resumed');
    if (budget && budget.currency !== batch.currency)
      throw new CountersignError(
        'invalid_input',
        batch.currency === null
          ? 'A budget needs a price: enter what the model costs with its provider.'
          : `The prices are in ${batch.currency}. Give the budget in it.`,
        { pointer: '/budget/currency' },
      );
    if (budget !== undefined) await setState(client, batch, 'budget_micros = $3', budget?.micros ?? null);
    await setState(
      client,
      batch,
      `state = case when started_at is null then 'trying' else 'running' end, pause_reason = null, pause_detail = ''`,
    );
    return 'batch.resumed';
  });
};

/** Drafts nothing more of it. What was drafted goes its way; calls under way end. */
export const cancelBatch = ({ ctx, id }: { ctx: Context; id: string }): Promise<Batch> =>
  steer(ctx, id, async (client, batch) => {
    if (batch.state === 'cancelled') return null;
    await client.query(
      `update runs set state = 'cancelled', updated_at = now() where workspace_id = $1 and batch_id = $2 and state in ('ready', 'tried', 'failed')`,
      [ctx.workspaceId, id],
    );
    await setState(client, batch, `state = 'cancelled', pause_reason = null, pause_detail = ''`);
    return 'batch.cancelled';
  });

/** Drafts what failed once more. Errors: `not_reviewable` for a batch that was cancelled. */
export const retryBatch = ({ ctx, id }: { ctx: Context; id: string }): Promise<Batch> =>
  steer(ctx, id, async (client, batch) => {
    if (batch.state === 'cancelled') throw refuse(batch, 'tried again');
    const { rowCount } = await client.query(
      `update runs set state = 'ready', tries = 0, not_before = '-infinity', call_id = null, failure_code = null, failure_detail = null, updated_at = now()
       where workspace_id = $1 and batch_id = $2 and state = 'failed'`,
      [ctx.workspaceId, id],
    );
    return rowCount ? 'batch.retried' : null;
  });

/** Pauses a batch for a cause that would meet every further row: the money is used up, or the provider refuses us. */
export async function haltBatch(ctx: Context, id: string, reason: 'budget' | 'provider', detail: string): Promise<void> {
  await transact(ctx.db, async (client) => {
    const { rows } = await client.query(
      `update batches set state = 'paused', pause_reason = $3, pause_detail = $4, window_at = null
       where workspace_id = $1 and id = $2 and state in ('running', 'trying') returning id`,
      [ctx.workspaceId, id, reason, detail],
    );
    if (rows[0]) await appendLog(client, ctx, { kind: 'batch.paused', data: { batchId: id, reason } });
  });
}
