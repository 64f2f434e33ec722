import { type Claim, CountersignError, type ItemSummary, outcomeOf, ReviewInput } from '@countersign/contract';
import { can, requireRight } from '../access/can.ts';
import { findCheckpoint, findCheckpointOf } from '../checkpoints/find.ts';
import { findMismatches, schemaViolation } from '../checkpoints/schema-check.ts';
import { claim, claimBeforeMark } from '../claims/claim.ts';
import { fromTheBeginning, markFor, markParameters, markValues } from '../claims/head.ts';
import { claimOrder, claimSteps, isMeantFor } from '../claims/order.ts';
import { claimColumns, joinClaimed, toClaim } from '../claims/row.ts';
import { actorRecord, type Context, personId } from '../context.ts';
import { hashJson } from '../hash.ts';
import { newId } from '../ids.ts';
import { joinCheckpoint, summaryColumns, toSummary } from '../items/row.ts';
import { logColumns } from '../log/entry.ts';
import { explainRefusal } from './refusal.ts';

const now = 'coalesce($12, now())';
/** An instant as decisions carry it: UTC, milliseconds. */
export const stamp = (instant: string) => `to_char((${instant}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * One statement decides: it deletes the item's place in the queue, and only who deletes it changes the item, adds the revision,
 * the review and the log entry. Whoever comes second finds nothing to delete, and changes nothing. A return too many takes effect by the
 * release, which hands the item to the leads, also where there is no time to undo.
 */
const decideSteps = (isLead: boolean) => `
gone as (
  delete from waiting w where w.workspace_id = $1 and w.item_id = $2
    and (w.claimed_by is null or w.claimed_by = $3 or w.lease_until < ${now}) and (w.assigned_to is null or w.assigned_to = $3)
    and ${isMeantFor(isLead)} and ($4::text is null or exists (select from items i where i.workspace_id = $1 and i.id = $2 and i.output_hash = $4))
  returning w.item_id, w.assigned_to is not null and w.assigned_until is null as was_assigned),
target as (
  select i.id, i.checkpoint_id, i.revision as base_revision, i.output_hash as base_hash, c.undo_seconds, i.returns >= c.max_returns as is_used_up, gone.was_assigned,
    $6::json is not null and $7::text <> i.output_hash as is_edit,
    case when $6::json is null or $7::text = i.output_hash then i.output_hash else $7::text end as output_hash,
    case when $6::json is null or $7::text = i.output_hash then i.revision
      else (select max(number) + 1 from revisions v where v.workspace_id = $1 and v.item_id = $2) end as revision,
    case when $5 = 'edit' and $7::text = i.output_hash then 'approve' else $5 end as verdict
  from gone join items i on i.workspace_id = $1 and i.id = gone.item_id
  join checkpoints c on c.workspace_id = $1 and c.id = i.checkpoint_id),
outcome as (
  select *, case verdict when 'approve' then 'approved' when 'edit' then 'edited' when 'reject' then 'rejected' else 'returned' end as outcome,
    undo_seconds = 0 and not (verdict = 'return' and is_used_up) as is_final from target),
decided as (
  update items i set
    state = case when not o.is_final then 'decided' when o.outcome in ('approved', 'edited') then 'released' else o.outcome end,
    revision = o.revision, output_hash = o.output_hash,
    release_at = ${now} + make_interval(secs => o.undo_seconds),
    returns = i.returns + (o.is_final and o.outcome = 'returned')::integer,
    released_at = case when o.is_final and o.outcome in ('approved', 'edited') then ${now} end,
    decision = jsonb_build_object('id', $8::text, 'outcome', o.outcome, 'by', $9::jsonb, 'at', ${stamp(now)}, 'outputHash', o.output_hash,
      'revision', o.revision, 'reasons', to_jsonb($10::text[]), 'comment', $11::text, 'undoUntil', ${stamp(`${now} + make_interval(secs => o.undo_seconds)`)}),
    updated_at = ${now}
  from outcome o where i.workspace_id = $1 and i.id = o.id
  returning i.*),
revised as (
  insert into revisions (workspace_id, item_id, number, output, output_hash, author, created_at)
  select $1, id, revision, $6::json, output_hash, $9::jsonb, ${now} from outcome where is_edit),
reviewed as (
  insert into reviews (workspace_id, item_id, id, person_id, verdict, reasons, comment, base_revision, base_hash, output_hash, active_seconds, created_at, was_assigned)
  select $1, id, $8, $3, verdict, $10, $11, base_revision, base_hash, output_hash, $13, ${now}, was_assigned from outcome),
forgotten as (delete from drafts where workspace_id = $1 and person_id = $3 and item_id in (select id from outcome where is_edit)),
entries as (
  insert into log_entries ${logColumns}
  select $1, kind, $14::jsonb, checkpoint_id, id,
    jsonb_build_object('reviewId', $8::text, 'outcome', outcome, 'outputHash', output_hash, 'revision', revision, 'reasons', to_jsonb($10::text[]))
  from outcome, lateral (select 'item.decided' as kind union all
    select 'item.' || case when outcome in ('approved', 'edited') then 'released' else outcome end where is_final) kinds)`;

const selectDecided = `select ${summaryColumns} from decided i ${joinCheckpoint}`;

const decideOnly = (isLead: boolean) => `with ${decideSteps(isLead).trim()} ${selectDecided}`;

const decideAndClaim = (checkpoint: boolean, limit: number, isLead: boolean) => `with ${decideSteps(isLead).trim()},
${claimSteps(
  {
    workspace: '$1',
    checkpoint: checkpoint ? '$15' : null,
    person: '$3',
    limit,
    includeSkipped: 'false',
    isLead,
    now,
    from: checkpoint ? markParameters(16) : null,
  },
  { except: '$2', onlyIf: 'exists (select from outcome)' },
).trim()},
next as (select ${claimColumns}, row_number() over (order by ${claimOrder}) as place from claimed ${joinClaimed('$1', '$3')})
select d.*, n.claims from (select json_agg(next order by place) as claims from next) n left join (${selectDecided}) d on true`;

/** By name; there are 82, made when they are first needed. */
const decideTexts = new Map<string, string>();

/** The text that decides and, with `next`, claims the next items of one checkpoint or of all. Exported for the bench, which runs the same. */
export function decideStatement(
  next: { oneCheckpoint: boolean; limit: number } | null,
  { isLead = false } = {},
): { name: string; text: string } {
  const name = `decide-${next ? `${next.oneCheckpoint ? 'one' : 'any'}-${next.limit}` : 'only'}${isLead ? '-lead' : ''}`;
  const text = decideTexts.get(name) ?? (next ? decideAndClaim(next.oneCheckpoint, next.limit, isLead) : decideOnly(isLead));
  decideTexts.set(name, text);
  return { name, text };
}

export interface Decided {
  item: ItemSummary;
  claims: Claim[];
  /** The same person sent the same review before; nothing was changed now. */
  replayed: boolean;
}

/**
 * Records the acting person's verdict on an item and, with `claimNext`, leases them the next ones in the same step.
 * Errors: `already_decided` with the decision that stands (the text sent is kept as a draft), `claimed_by_other`,
 * `output_changed`, `not_reviewable`, `not_found`, `schema_violation` for an edit that breaks the schema, `returns_used_up` for a return
 * of what went to the leads, `not_allowed`.
 */
export async function decide({ ctx, itemId, input }: { ctx: Context; itemId: string; input: unknown }): Promise<Decided> {
  requireRight(ctx, 'item.review');
  const review = ReviewInput.parse(input);
  await checkReview(ctx, itemId, review);
  const next = review.claimNext;
  if (review.verdict === 'return' && (await hasNoReturnLeft(ctx, itemId))) {
    const item = await explainRefusal(ctx, itemId, review);
    return { item, claims: next ? await claim({ ctx, input: next }) : [], replayed: true };
  }
  const nextCheckpoint = next?.checkpoint === undefined ? null : await findCheckpoint(ctx, next.checkpoint);
  const mark = nextCheckpoint ? markFor(ctx, nextCheckpoint.id) : fromTheBeginning;
  const isEdit = review.verdict === 'edit';
  const { rows } = await ctx.db.pool.query({
    ...decideStatement(next ? { oneCheckpoint: nextCheckpoint !== null, limit: next.limit } : null, {
      isLead: can(ctx.role, 'item.direct'),
    }),
    values: [
      ctx.workspaceId,
      itemId,
      personId(ctx),
      review.outputHash ?? null,
      review.verdict,
      isEdit ? JSON.stringify(review.output) : null,
      isEdit ? hashJson(review.output as never) : null,
      newId('review'),
      JSON.stringify(ctx.actor),
      review.reasons,
      review.comment,
      ctx.at ?? null,
      review.activeSeconds === undefined ? null : Math.fround(review.activeSeconds),
      JSON.stringify(actorRecord(ctx)),
      ...(nextCheckpoint ? [nextCheckpoint.id, ...markValues(mark)] : []),
    ],
  });
  const claims: Claim[] = (rows[0]?.claims ?? []).map(fromJson).map(toClaim);
  if (rows[0]?.id) {
    if (next && nextCheckpoint && mark !== fromTheBeginning && claims.length < next.limit)
      claims.push(...(await claimBeforeMark(ctx, nextCheckpoint.id, { limit: next.limit, includeSkipped: false }, claims.length)));
    return { item: toSummary(rows[0]), claims, replayed: false };
  }
  const item = await explainRefusal(ctx, itemId, review);
  return { item, claims: claims.length === 0 && next ? await claim({ ctx, input: next }) : claims, replayed: true };
}

// json_agg gives times as texts.
// biome-ignore lint/suspicious/noExplicitAny: a row as the database writes it
const fromJson = (row: any) => ({
  ...row,
  due_at: row.due_at && new Date(row.due_at),
  created_at: new Date(row.created_at),
  released_at: row.released_at && new Date(row.released_at),
  lease_until: new Date(row.lease_until),
});

async function checkReview(ctx: Context, itemId: string, review: ReviewInput): Promise<void> {
  if ((review.verdict === 'edit') !== (review.output !== undefined))
    throw new CountersignError(
      'invalid_input',
      review.verdict === 'edit'
        ? 'An edit needs the corrected output.'
        : `Only an edit carries an output; this is ${outcomeOf[review.verdict]}.`,
      {
        pointer: '/output',
      },
    );
  if (review.verdict !== 'edit' && review.reasons.length === 0) return;
  const checkpoint = await findCheckpointOf(ctx, itemId);
  if (review.output !== undefined) {
    const mismatches = findMismatches(checkpoint.checkOutput, review.output, '/output');
    if (mismatches.length > 0) throw schemaViolation(mismatches, checkpoint.name);
  }
  const known = new Set(checkpoint.reasons.map(({ code }) => code));
  const unknown = review.reasons.find((code) => !known.has(code));
  if (unknown !== undefined)
    throw new CountersignError(
      'invalid_input',
      `The checkpoint ${checkpoint.name} has no reason ${unknown}. It has: ${[...known].join(', ') || 'none'}.`,
      { pointer: '/reasons' },
    );
}

/** Whether the item went to the leads because it was returned too often: then it does not go back once more. */
async function hasNoReturnLeft(ctx: Context, itemId: string): Promise<boolean> {
  const { rowCount } = await ctx.db.pool.query({
    name: 'review-returns-left',
    text: `select from items i ${joinCheckpoint} where i.workspace_id = $1 and i.id = $2 and i.state = 'waiting' and i.returns > c.max_returns`,
    values: [ctx.workspaceId, itemId],
  });
  return rowCount === 1;
}
