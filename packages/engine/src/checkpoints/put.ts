import { type Checkpoint, CheckpointInput, CheckpointName, CountersignError } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context } from '../context.ts';
import { newId } from '../ids.ts';
import { logColumns } from '../log/entry.ts';
import { checkpointColumns, toCheckpoint } from './find.ts';
import { compileSchema } from './schema-check.ts';

/**
 * Creates the checkpoint, or replaces its settings and counts its version up; the same settings again change nothing, and brand
 * rules, dictionary and what is done with lessons stay as they are when they are left out.
 * Errors: `not_allowed`, `invalid_schema`, `invalid_input` for two reasons with one code.
 */
export async function putCheckpoint({
  ctx,
  name,
  input,
}: {
  ctx: Context;
  name: string;
  input: unknown;
}): Promise<{ checkpoint: Checkpoint; created: boolean }> {
  requireRight(ctx, 'checkpoint.write');
  const settings = CheckpointInput.parse(input);
  CheckpointName.parse(name);
  if (settings.inputSchema) compileSchema(settings.inputSchema as never, '/inputSchema');
  if (settings.outputSchema) compileSchema(settings.outputSchema as never, '/outputSchema');
  const codes = settings.reasons.map(({ code }) => code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined)
    throw new CountersignError('invalid_input', `The reason ${twice} stands there twice. Give each reason its own code.`, {
      pointer: '/reasons',
    });
  const { rows } = await ctx.db.pool.query({
    name: 'checkpoint-put',
    text: `with put as (
        insert into checkpoints (workspace_id, id, name, title, instructions, input_schema, output_schema, severity, reasons, undo_seconds, lease_seconds, on_deadline,
          brand_rules, dictionary, max_returns, lessons_apply)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $15, coalesce($16::text[], '{}'), $17, coalesce($18::boolean, false))
        on conflict (workspace_id, name) do update set
          version = checkpoints.version + 1, title = excluded.title, instructions = excluded.instructions, input_schema = excluded.input_schema,
          output_schema = excluded.output_schema, severity = excluded.severity, reasons = excluded.reasons, undo_seconds = excluded.undo_seconds,
          lease_seconds = excluded.lease_seconds, on_deadline = excluded.on_deadline, max_returns = excluded.max_returns,
          brand_rules = case when $14 then excluded.brand_rules else checkpoints.brand_rules end,
          dictionary = coalesce($16, checkpoints.dictionary), lessons_apply = coalesce($18, checkpoints.lessons_apply),
          rules_version = case when $14 and excluded.brand_rules is distinct from checkpoints.brand_rules then checkpoints.version + 1 else checkpoints.rules_version end,
          updated_at = now()
        where (checkpoints.title, checkpoints.instructions, checkpoints.input_schema::text, checkpoints.output_schema::text, checkpoints.severity,
            checkpoints.reasons, checkpoints.undo_seconds, checkpoints.lease_seconds, checkpoints.on_deadline, checkpoints.max_returns)
          is distinct from (excluded.title, excluded.instructions, excluded.input_schema::text, excluded.output_schema::text, excluded.severity,
            excluded.reasons, excluded.undo_seconds, excluded.lease_seconds, excluded.on_deadline, excluded.max_returns)
          or ($14 and checkpoints.brand_rules is distinct from excluded.brand_rules) or checkpoints.dictionary is distinct from coalesce($16, checkpoints.dictionary)
          or checkpoints.lessons_apply is distinct from coalesce($18, checkpoints.lessons_apply)
        returning *),
      entry as (
        insert into log_entries ${logColumns}
        select workspace_id, case when version = 1 then 'checkpoint.created' else 'checkpoint.changed' end, $13::jsonb, id, null,
          jsonb_build_object('name', name, 'version', version)
        from put)
      select ${checkpointColumns}, true as changed from put`,
    values: [
      ctx.workspaceId,
      newId('cp'),
      name,
      settings.title,
      settings.instructions,
      settings.inputSchema && JSON.stringify(settings.inputSchema),
      settings.outputSchema && JSON.stringify(settings.outputSchema),
      settings.severity,
      JSON.stringify(settings.reasons),
      settings.undoSeconds,
      settings.leaseSeconds,
      settings.onDeadline,
      JSON.stringify(actorRecord(ctx)),
      settings.brandRules !== undefined,
      settings.brandRules ? JSON.stringify(settings.brandRules) : null,
      settings.dictionary ? [...new Set(settings.dictionary)] : null,
      settings.maxReturns,
      settings.lessons?.apply ?? null,
    ],
  });
  if (rows[0]) return { checkpoint: toCheckpoint(rows[0]), created: rows[0].version === 1 };
  const same = await ctx.db.pool.query(`select ${checkpointColumns} from checkpoints where workspace_id = $1 and name = $2`, [
    ctx.workspaceId,
    name,
  ]);
  return { checkpoint: toCheckpoint(same.rows[0]), created: false };
}
