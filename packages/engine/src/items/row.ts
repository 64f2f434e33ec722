import type { Item, ItemSummary } from '@countersign/contract';

/** The columns of a summary, from `items i` joined with `checkpoints c`. */
export const summaryColumns = `i.id, c.name as checkpoint, i.key, i.label, i.state, i.severity, i.priority, i.due_at, i.confidence, i.model, i.revision,
  i.output_hash, i.returns, i.decision, i.created_at, i.released_at,
  (select json_build_object('error', f.errors, 'warning', f.warnings, 'info', f.infos) from item_flags f
    where f.workspace_id = i.workspace_id and f.item_id = i.id and f.output_hash = i.output_hash and f.failure is null) as flags`;

/** What a whole item has on top, from `item_contents k` and `revisions v`. */
export const contentColumns = 'k.input, k.metadata, v.output';

export const joinCheckpoint = 'join checkpoints c on c.workspace_id = i.workspace_id and c.id = i.checkpoint_id';

export const joinContents = `join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
  join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision`;

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
export type Row = any;

// float4 keeps about seven digits; this gives back the number that was sent.
const fromReal = (value: number | null) => (value === null ? null : Number(Math.fround(value).toPrecision(7)));

export const toSummary = (row: Row): ItemSummary => ({
  id: row.id,
  checkpoint: row.checkpoint,
  key: row.key,
  label: row.label,
  state: row.state,
  severity: row.severity,
  priority: row.priority,
  dueAt: row.due_at?.toISOString() ?? null,
  confidence: fromReal(row.confidence),
  model: row.model,
  revision: row.revision,
  outputHash: row.output_hash,
  returns: row.returns,
  flags: row.flags,
  decision: row.decision,
  createdAt: row.created_at.toISOString(),
  releasedAt: row.released_at?.toISOString() ?? null,
});

export const toItem = (row: Row): Item => ({ ...toSummary(row), input: row.input, output: row.output, metadata: row.metadata });
