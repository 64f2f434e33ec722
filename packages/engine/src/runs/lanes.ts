import type { Json } from '@countersign/contract';
import { type Context, systemContext } from '../context.ts';
import type { Database } from '../database/open.ts';
import type { Feedback } from '../prompts/render.ts';

/** Rows of one batch that wait for a draft at the same step. */
export interface Lane {
  ctx: Context;
  batchId: string;
  step: number;
  workflow: string;
  version: number;
  columns: string[];
  mapping: { key: string | null; input: Record<string, string> | null };
  currency: string | null;
  hasBudget: boolean;
  isTrial: boolean;
}

// From one batch and step to the next by the index, so that a look costs as much with a million ready rows as with ten.
const findAll = `with recursive lanes as (
    (select workspace_id, batch_id, step from runs where state = 'ready' order by workspace_id, batch_id, step limit 1)
    union all
    select next.* from lanes l cross join lateral (
      select workspace_id, batch_id, step from runs
      where state = 'ready' and (workspace_id, batch_id, step) > (l.workspace_id, l.batch_id, l.step)
      order by workspace_id, batch_id, step limit 1) next)
  select l.workspace_id, l.batch_id, l.step, b.workflow, b.version, b.columns, b.settings, b.currency, b.budget_micros is not null as has_budget, b.state
  from lanes l join batches b on b.workspace_id = l.workspace_id and b.id = l.batch_id
  where b.state in ('trying', 'running') and b.workflow is not null and exists (
    select from runs r where r.workspace_id = l.workspace_id and r.batch_id = l.batch_id and r.step = l.step and r.state = 'ready'
      and r.row_number <= b.open_to and r.not_before <= now())`;

/** Where there is something to draft now, over all workspaces. */
export async function findLanes(db: Database): Promise<Lane[]> {
  const { rows } = await db.pool.query({ name: 'runs-lanes', text: findAll });
  return rows.map((row) => ({
    ctx: systemContext(db, row.workspace_id, 'drafting'),
    batchId: row.batch_id,
    step: row.step,
    workflow: row.workflow,
    version: row.version,
    columns: row.columns as string[],
    mapping: (row.settings as { mapping?: Lane['mapping'] } | null)?.mapping ?? { key: null, input: null },
    currency: row.currency,
    hasBudget: row.has_budget,
    isTrial: row.state === 'trying',
  }));
}

/** A run that this process alone may draft for a while. */
export interface ClaimedRun {
  id: string;
  row: number;
  key: string | null;
  tries: number;
  /** Of a call that is in doubt, to be sent again under the same id. */
  callId: string | null;
  itemId: string | null;
  cells: Json[];
  /** null as long as the row was not read. */
  input: Json | null;
  outputs: Record<string, Json>;
  /** Why its item was sent back: the draft becomes the item's next revision. */
  feedback: Feedback | null;
}
