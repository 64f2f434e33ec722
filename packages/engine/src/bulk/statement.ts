import { logColumns } from '../log/entry.ts';
import { stamp } from '../reviews/decide.ts';

/** One item of a set that is about to be decided. `output` is JSON as text, null to approve as shown. */
export interface BulkRow {
  item_id: string;
  base_hash: string;
  review_id: string;
  output: string | null;
  output_hash: string;
}

const now = 'coalesce($2, now())';

/**
 * The statement of a decision, for a set: whoever deletes an item's place in the queue has decided it. The places are locked in one
 * order, so that two sets that meet wait for each other in turn. What is held by others, decided or changed is not in the answer.
 */
export const decideMany = `with sent as materialized (
  select s.* from json_to_recordset($4::json) as s(item_id text, base_hash text, review_id text, output text, output_hash text)),
locked as materialized (
  select w.item_id, w.assigned_to is not null and w.assigned_until is null as was_assigned from waiting w join sent s on s.item_id = w.item_id
  where w.workspace_id = $1 and (w.claimed_by is null or w.claimed_by = $3 or w.lease_until < ${now}) and (w.assigned_to is null or w.assigned_to = $3)
    and (not w.for_leads or $10)
  order by w.item_id for update of w),
gone as (
  delete from waiting w using locked l, sent s, items i
  where w.workspace_id = $1 and w.item_id = l.item_id and s.item_id = l.item_id and i.workspace_id = $1 and i.id = l.item_id and i.output_hash = s.base_hash
  returning w.item_id, l.was_assigned),
target as (
  select i.id, i.checkpoint_id, i.revision as base_revision, i.output_hash as base_hash, c.undo_seconds, gone.was_assigned, s.review_id, s.output,
    s.output_hash, s.output_hash <> i.output_hash as is_edit,
    case when s.output_hash = i.output_hash then i.revision
      else (select max(number) + 1 from revisions v where v.workspace_id = $1 and v.item_id = i.id) end as revision
  from gone join sent s on s.item_id = gone.item_id join items i on i.workspace_id = $1 and i.id = gone.item_id
  join checkpoints c on c.workspace_id = $1 and c.id = i.checkpoint_id),
outcome as (
  select *, case when is_edit then 'edit' else 'approve' end as verdict, case when is_edit then 'edited' else 'approved' end as outcome from target),
decided as (
  update items i set
    state = case when o.undo_seconds > 0 then 'decided' else 'released' end,
    revision = o.revision, output_hash = o.output_hash,
    release_at = ${now} + make_interval(secs => o.undo_seconds),
    released_at = case when o.undo_seconds = 0 then ${now} end,
    decision = jsonb_build_object('id', o.review_id, 'outcome', o.outcome, 'by', $5::jsonb, 'at', ${stamp(now)}, 'outputHash', o.output_hash,
      'revision', o.revision, 'reasons', '[]'::jsonb, 'comment', $6::text, 'undoUntil', ${stamp(`${now} + make_interval(secs => o.undo_seconds)`)}),
    updated_at = ${now}
  from outcome o where i.workspace_id = $1 and i.id = o.id
  returning i.id, i.state, o.outcome),
revised as (
  insert into revisions (workspace_id, item_id, number, output, output_hash, author, created_at)
  select $1, id, revision, output::json, output_hash, $5::jsonb, ${now} from outcome where is_edit),
reviewed as (
  insert into reviews (workspace_id, item_id, id, person_id, verdict, reasons, comment, base_revision, base_hash, output_hash, active_seconds, created_at,
    was_assigned, bulk_id)
  select $1, id, review_id, $3, verdict, '{}', $6, base_revision, base_hash, output_hash, $7, ${now}, was_assigned, $9 from outcome),
forgotten as (delete from drafts where workspace_id = $1 and person_id = $3 and item_id in (select id from outcome where is_edit)),
entries as (
  insert into log_entries ${logColumns}
  select $1, kind, $8::jsonb, checkpoint_id, id,
    jsonb_build_object('reviewId', review_id, 'bulkId', $9::text, 'outcome', outcome, 'outputHash', output_hash, 'revision', revision, 'reasons', '[]'::jsonb)
  from outcome, lateral (select 'item.decided' as kind union all select 'item.released' where undo_seconds = 0) kinds)
select id, state, outcome from decided`;
