import type { Batch, BatchState, RunState } from '@countersign/contract';
import type { Row } from '../items/row.ts';

/** The budget in force: a pause may have ended with another one than the settings began with. */
const budgetOf = ({ budget_micros: micros, currency }: Row) => (micros === null ? null : { micros: Number(micros), currency });

/** A batch with the number of its runs in each state, from `batches b`. */
export const batchColumns = `b.*, (
    select json_object_agg(state, count) from (
      select r.state, count(*) from runs r where r.workspace_id = b.workspace_id and r.batch_id = b.id group by r.state) s) as counts, (
    select count(*) from runs r where r.workspace_id = b.workspace_id and r.batch_id = b.id and r.state = 'ready' and r.row_number <= b.open_to) as open_rows,
    extract(epoch from now() - b.window_at)::float8 as window_seconds`;

const stateOf = (row: Row, isIdle: boolean): BatchState => {
  if (row.state === 'trying' && isIdle) return 'new';
  return row.state === 'running' && isIdle ? 'done' : row.state;
};

/** The rate over the window that is being counted, or the one before it. */
function perMinute(row: Row): number | null {
  if (row.window_at === null || row.window_seconds > 60) return null;
  const drafted = row.drafted - row.window_drafted;
  return row.window_seconds >= 2 ? (drafted / row.window_seconds) * 60 : row.per_minute;
}

const money = (row: Row, micros: number) => (row.currency === null ? null : { micros: Math.round(micros), currency: row.currency });

export function toBatch(row: Row, concurrency: number): Batch {
  const counts: Partial<Record<RunState, number>> = row.counts ?? {};
  const drafting = counts.drafting ?? 0;
  const isIdle = Number(row.open_rows) === 0 && drafting === 0 && (counts.moving ?? 0) === 0;
  const left = (counts.ready ?? 0) + drafting;
  const state = stateOf(row, isIdle);
  const rate = state === 'running' || state === 'trying' ? perMinute(row) : null;
  const each = (total: number) => Math.ceil((Number(total) / row.drafted) * left);
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    state,
    pause: row.pause_reason === null ? null : { reason: row.pause_reason, detail: row.pause_detail },
    fileName: row.file_name,
    format: row.format,
    columns: row.columns,
    rows: row.rows,
    badRows: row.bad_rows,
    settings: row.settings && { ...row.settings, budget: budgetOf(row) },
    version: row.version,
    counts: counts as Record<RunState, number>,
    doubtful: row.doubtful,
    tokensIn: Number(row.tokens_in),
    tokensOut: Number(row.tokens_out),
    cost: money(row, Number(row.cost_micros)),
    progress: { drafted: row.drafted, left, perMinute: rate, secondsLeft: rate ? (left / rate) * 60 : null },
    estimate:
      row.drafted === 0
        ? null
        : {
            rowsMeasured: row.drafted,
            tokensIn: each(row.tokens_in),
            tokensOut: each(row.tokens_out),
            cost: money(row, each(row.measured_micros)),
            seconds: ((row.draft_seconds / row.drafted) * left) / concurrency,
          },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
  };
}
