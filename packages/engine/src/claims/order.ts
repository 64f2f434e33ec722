/**
 * The parts of a statement that claim waiting items, shared by `claim` and by a decision that claims the next ones.
 *
 * Order: priority, deadline, expected value of a look, age. Index scans feed it: what nobody holds, what is assigned to this
 * person, what a lapsed lease or a hold that is over holds, and for leads what went to them. All lock and skip what others are locking, so one statement claims
 * and no two people get one item.
 */
export interface ClaimParameters {
  workspace: string;
  /** Parameter with the checkpoint's id, or null for all checkpoints. */
  checkpoint: string | null;
  person: string;
  /** Written into the text: a planner that does not know it plans every call anew, which takes longer than the call. */
  limit: number;
  includeSkipped: string;
  /** Whether the person is also offered what waits for the leads. */
  isLead: boolean;
  now: string;
  /** Where the search begins, in one checkpoint (claims/head.ts). */
  from: { place: string; lease: string } | null;
}

export const order = (alias: string): string => `${alias}.rank, ${alias}.due_at, ${alias}.cost, ${alias}.item_id`;

/** In the words of the index: nobody holds it, and it is for everybody. */
export const isFree = 'w.claimed_by is null and w.assigned_to is null and not w.for_leads';

/** What waits for the leads is nobody else's. */
export const isMeantFor = (isLead: boolean): string => (isLead ? 'true' : 'not w.for_leads');

export function claimSteps(
  { workspace, checkpoint, person, limit, includeSkipped, isLead, now, from }: ClaimParameters,
  { except = '', onlyIf = '' } = {},
): string {
  const offered = [`(${includeSkipped} or not ${person} = any(w.skipped_by))`, except && `w.item_id <> ${except}`, onlyIf]
    .filter(Boolean)
    .join(' and ');
  const free = checkpoint
    ? `select w.* from waiting w where w.workspace_id = ${workspace} and w.checkpoint_id = ${checkpoint} and ${isFree} and ${offered}
         ${from ? `and (${order('w')}) >= ${from.place}` : ''}
       order by ${order('w')} limit ${limit} for update skip locked`
    : `select w.* from waiting w where w.workspace_id = ${workspace} and ${isFree} and w.item_id in (
         select head.item_id from checkpoints c cross join lateral (
           select w.item_id, w.rank, w.due_at, w.cost from waiting w
           where w.workspace_id = ${workspace} and w.checkpoint_id = c.id and ${isFree} and ${offered} order by ${order('w')} limit ${limit + 32}) head
         where c.workspace_id = ${workspace} order by ${order('head')} limit ${limit + 32})
       order by ${order('w')} limit ${limit} for update skip locked`;
  const inCheckpoint = checkpoint ? `and w.checkpoint_id = ${checkpoint}` : '';
  const forLeads = `for_leads as materialized (
  select w.* from waiting w
  where w.workspace_id = ${workspace} and w.for_leads and w.claimed_by is null and w.assigned_to is null ${inCheckpoint} and ${offered}
  order by ${order('w')} limit ${limit} for update skip locked),
`;
  return `
free as materialized (${free}),
mine as materialized (
  select w.* from waiting w
  where w.workspace_id = ${workspace} and w.assigned_to = ${person} and w.claimed_by is null ${inCheckpoint} and ${offered}
  order by ${order('w')} limit ${limit} for update skip locked),
${isLead ? forLeads : ''}lapsed as materialized (
  select w.* from waiting w
  where w.workspace_id = ${workspace} and w.claimed_by is not null and w.lease_until < ${now} ${inCheckpoint} ${from ? `and w.lease_until >= ${from.lease}` : ''}
    and (w.assigned_to is null or w.assigned_to = ${person}) and ${isMeantFor(isLead)} and ${offered}
  order by ${order('w')} limit ${limit} for update skip locked),
chosen as (select * from (select * from free union all select * from mine union all ${isLead ? 'select * from for_leads union all ' : ''}select * from lapsed) offered order by ${order('offered')} limit ${limit}),
claimed as (
  update waiting w set claimed_by = ${person}, lease_until = ${now} + make_interval(secs => c.lease_seconds), is_held = false
  from chosen join checkpoints c on c.workspace_id = chosen.workspace_id and c.id = chosen.checkpoint_id
  where w.workspace_id = chosen.workspace_id and w.item_id = chosen.item_id
  returning w.item_id, w.rank, w.due_at, w.cost, w.lease_until, w.skips)`;
}

export const claimOrder = order('claimed');
