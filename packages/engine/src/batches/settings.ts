import { isDeepStrictEqual } from 'node:util';
import { type Batch, BatchSettings, CountersignError, type DraftStep, type WorkflowInput } from '@countersign/contract';
import type pg from 'pg';
import { requireRight } from '../access/can.ts';
import { findCheckpoint } from '../checkpoints/find.ts';
import type { Context } from '../context.ts';
import { transact } from '../database/transact.ts';
import type { Row } from '../items/row.ts';
import { appendLog } from '../log/append.ts';
import { findProvider } from '../providers/list.ts';
import { checkWorkflow } from '../workflows/check.ts';
import { checkpointAfter, getWorkflow, loadDefinition } from '../workflows/get.ts';
import { batchNotFound, findBatch, getBatch } from './get.ts';
import { openRowReader } from './read-row.ts';

interface Plan {
  settings: BatchSettings;
  /** The workflow that settings name, or one of their own. */
  definition: WorkflowInput;
  named: { name: string; version: number } | null;
}

/** What settings ask for, checked. Errors: as those of a workflow, and `invalid_input` for columns that the file does not have. */
export async function planBatch(ctx: Context, batch: Row, input: unknown): Promise<Plan> {
  const settings = BatchSettings.parse(input);
  const { workflow, checkpoint, draft } = settings;
  const named = workflow === undefined ? null : await getWorkflow({ ctx, name: workflow });
  const definition: WorkflowInput = named
    ? { title: named.title, steps: named.steps }
    : { title: '', steps: [{ draft: 'draft', ...(draft as Omit<DraftStep, 'draft'>) }, { checkpoint: checkpoint as string }] };
  if (!named) await checkWorkflow(ctx, definition);
  if (!('draft' in (definition.steps[0] ?? {})))
    throw new CountersignError(
      'invalid_input',
      `${workflow} begins with a checkpoint, so there is nothing to draft. Hand finished work in with an import.`,
      {
        pointer: '/workflow',
      },
    );
  const first = await findCheckpoint(ctx, checkpointAfter(definition, 0) as string, { fresh: true });
  openRowReader(batch.columns, settings.mapping, first.inputSchema, batch.id);
  return { settings, definition, named };
}

/** The currency of all prices in a plan; null where nothing has a price. Errors: `invalid_input` for two, and for a budget that cannot be held. */
async function currencyOf(ctx: Context, { definition, settings }: Plan): Promise<string | null> {
  const currencies = new Set<string>();
  for (const step of definition.steps)
    if ('draft' in step) {
      const price = (await findProvider(ctx, step.provider)).prices[step.model];
      if (price) currencies.add(price.currency);
      else if (settings.budget)
        throw new CountersignError(
          'invalid_input',
          `A budget needs a price: ${step.provider} has none for ${step.model}. Enter it with the provider.`,
          {
            pointer: '/budget',
          },
        );
    }
  if (settings.budget) currencies.add(settings.budget.currency);
  if (currencies.size > 1)
    throw new CountersignError('invalid_input', `Prices and budget are in ${[...currencies].join(' and ')}. Use one currency.`, {
      pointer: '/budget',
    });
  return [...currencies][0] ?? null;
}

/**
 * Sets what is to be done with the rows of a batch that was not yet started. Drafts of a trial by other settings are put aside.
 * Errors: `not_found`, `not_reviewable` once it was started, `invalid_input` and `invalid_schema` with a pointer.
 */
export async function putBatchSettings({ ctx, id, input }: { ctx: Context; id: string; input: unknown }): Promise<Batch> {
  requireRight(ctx, 'batch.write');
  const before = await findBatch(ctx, id);
  const plan = await planBatch(ctx, before, input);
  const currency = await currencyOf(ctx, plan);
  await transact(ctx.db, async (client) => {
    const { rows } = await client.query('select * from batches where workspace_id = $1 and id = $2 for update', [ctx.workspaceId, id]);
    const batch = rows[0];
    if (!batch) throw batchNotFound(id);
    if (batch.started_at !== null || batch.kind === 'workflow')
      throw new CountersignError('not_reviewable', 'This batch was started: its settings stand. Upload the file again for other ones.');
    if (Number(batch.cost_micros) > 0 && batch.currency !== currency)
      throw new CountersignError(
        'invalid_input',
        `This batch has spent ${batch.currency} on its trial. Upload the file again to use ${currency ?? 'another model'}.`,
        {
          pointer: '/draft/model',
        },
      );
    const { workflow, version } = plan.named
      ? { workflow: plan.named.name, version: plan.named.version }
      : await keepDefinition(ctx, client, batch, plan);
    const isSame =
      batch.workflow === workflow && batch.version === version && isDeepStrictEqual(batch.settings?.mapping, plan.settings.mapping);
    await client.query(
      `update batches set settings = $3, workflow = $4, version = $5, currency = $6, budget_micros = $7, title = coalesce($8, title)
       where workspace_id = $1 and id = $2`,
      [
        ctx.workspaceId,
        id,
        JSON.stringify(plan.settings),
        workflow,
        version,
        currency,
        plan.settings.budget?.micros ?? null,
        plan.settings.title ?? null,
      ],
    );
    if (!isSame) await forgetTrial(ctx, client, id);
    await appendLog(client, ctx, { kind: 'batch.changed', data: { batchId: id, workflow, version } });
  });
  return getBatch({ ctx, id });
}

async function keepDefinition(ctx: Context, client: pg.PoolClient, batch: Row, { definition }: Plan) {
  const isOwn = batch.workflow === batch.id;
  if (isOwn && isDeepStrictEqual(await loadDefinition(ctx, batch.id, batch.version), JSON.parse(JSON.stringify(definition))))
    return { workflow: batch.id as string, version: batch.version as number };
  const { rows } = await client.query(
    `insert into workflow_versions (workspace_id, name, version, definition)
     select $1, $2, coalesce(max(version), 0) + 1, $3 from workflow_versions where workspace_id = $1 and name = $2 returning version`,
    [ctx.workspaceId, batch.id, JSON.stringify(definition)],
  );
  return { workflow: batch.id as string, version: rows[0].version as number };
}

/** Rows that were tried are drafted anew; what was measured with other settings says nothing any more, what was spent stays spent. */
async function forgetTrial(ctx: Context, client: pg.PoolClient, id: string): Promise<void> {
  await client.query(
    `with again as (
       update runs set state = 'ready', key = null, call_id = null, tries = 0, failure_code = null, failure_detail = null
       where workspace_id = $1 and batch_id = $2 and state in ('tried', 'failed') returning id)
     update run_contents k set output = null, input = null from again where k.workspace_id = $1 and k.run_id = again.id`,
    [ctx.workspaceId, id],
  );
  await client.query(
    `update batches set state = 'new', open_to = 0, drafted = 0, draft_seconds = 0, measured_micros = 0, tokens_in = 0, tokens_out = 0, window_at = null,
       window_drafted = 0, per_minute = null where workspace_id = $1 and id = $2 and state in ('new', 'trying')`,
    [ctx.workspaceId, id],
  );
}

/** The definition that a batch goes by. Errors: `invalid_input` before it has settings. */
export async function definitionOf(ctx: Context, batch: Row): Promise<WorkflowInput> {
  if (batch.workflow === null)
    throw new CountersignError(
      'invalid_input',
      'Say first what is to be done with the rows: PUT /v1/batches/ID with a workflow, or a prompt and a checkpoint.',
    );
  return loadDefinition(ctx, batch.workflow, batch.version);
}
