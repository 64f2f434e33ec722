import { type Item, RevisionInput } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { findCheckpointOf } from '../checkpoints/find.ts';
import { findMismatches, schemaViolation } from '../checkpoints/schema-check.ts';
import { actorRecord, type Context } from '../context.ts';
import { hashJson } from '../hash.ts';
import { logColumns } from '../log/entry.ts';
import { getItem } from './get.ts';
import { explainNotRevised } from './not-revised.ts';
import { offerSteps } from './offers.ts';
import { requirePlainText, valueOfLookSql, writePayload } from './prepare.ts';

// The item's row is the token: of two answers, or an answer and a supersede, the first finds it returned and the second does not.
const statement = `with standing as (
  select i.id, i.decision, i.output_hash, i.revision, i.model, i.confidence from items i
  where i.workspace_id = $1 and i.id = $2 and i.state = 'returned'
    and case when $7::text is null then i.output_hash <> $4 else i.decision ->> 'id' = $7 end
  for update),
revised as (
  update items i set state = 'waiting', decision = null, release_at = null, output_hash = $4, confidence = $5, model = coalesce($6, i.model),
    revision = (select max(v.number) + 1 from revisions v where v.workspace_id = $1 and v.item_id = i.id), updated_at = coalesce($8, now())
  from standing where i.workspace_id = $1 and i.id = standing.id and i.state = 'returned'
  returning i.*, standing.decision ->> 'id' as return_id, standing.decision -> 'by' ->> 'id' as returned_by),
kept as (
  update revisions v set model = standing.model, confidence = standing.confidence from standing join revised using (id)
  where v.workspace_id = $1 and v.item_id = standing.id and v.number = standing.revision and v.model is null),
added as (
  insert into revisions (workspace_id, item_id, number, output, output_hash, author, created_at, return_id, confidence, model)
  select $1, id, revision, $3::json, $4, $9::jsonb, coalesce($8, now()), return_id, confidence, model from revised),
${offerSteps({ workspace: '$1', person: '(select returned_by from revised)', now: 'coalesce($8, now())' }).trim()},
queued as (
  insert into waiting (workspace_id, item_id, checkpoint_id, rank, due_at, cost, assigned_to, assigned_until)
  select $1, id, checkpoint_id, -priority, coalesce(due_at, 'infinity'), -${valueOfLookSql('revised')}, assigned_to, assigned_until
  from revised left join offer on true),
entry as (
  insert into log_entries ${logColumns}
  select $1, 'item.revised', $10::jsonb, checkpoint_id, id, jsonb_build_object('revision', revision, 'outputHash', output_hash, 'reviewId', return_id)
  from revised)
select id from revised`;

/**
 * The maker's answer to a return: the next revision of the same item, which waits again and is offered first to who returned it. The
 * same answer again is told as the first time. An approval is of one revision: what was decided on an earlier one does not count for it.
 * Errors: `not_returned`, `already_revised` by another answer, `output_unchanged`, `schema_violation`, `not_found`, `not_allowed`.
 */
export async function reviseItem({
  ctx,
  itemId,
  input,
}: {
  ctx: Context;
  itemId: string;
  input: unknown;
}): Promise<{ item: Item; replayed: boolean }> {
  requireRight(ctx, 'item.submit');
  const revision = RevisionInput.parse(input);
  requirePlainText('/model', revision.model ?? '');
  const checkpoint = await findCheckpointOf(ctx, itemId);
  const mismatches = findMismatches(checkpoint.checkOutput, revision.output, '/output');
  if (mismatches.length > 0) throw schemaViolation(mismatches, checkpoint.name);
  const sent = {
    outputHash: hashJson(revision.output),
    confidence: revision.confidence == null ? null : Math.fround(revision.confidence),
    model: revision.model ?? null,
    returnId: revision.returnId ?? null,
  };
  const { rowCount } = await ctx.db.pool.query({
    name: 'item-revise',
    text: statement,
    values: [
      ctx.workspaceId,
      itemId,
      writePayload(revision.output, '/output'),
      sent.outputHash,
      sent.confidence,
      sent.model,
      sent.returnId,
      ctx.at ?? null,
      JSON.stringify(ctx.actor),
      JSON.stringify(actorRecord(ctx)),
    ],
  });
  if (rowCount === 1) return { item: await getItem({ ctx, id: itemId }), replayed: false };
  return { item: await explainNotRevised(ctx, itemId, sent), replayed: true };
}
