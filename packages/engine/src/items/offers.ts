import type { Database } from '../database/open.ts';

/** Minutes in which somebody who reviewed or held something is taken to be at work. */
const presentMinutes = 30;
/** Minutes for which a revised item is offered to nobody but who returned it. */
const offerMinutes = 60;

/**
 * Who returned an item is offered its next revision first, for an hour, when they are still a member and at work: they reviewed
 * something in the last half hour or hold a claim. Otherwise it is everybody's at once. `person` and `now` are pieces of SQL.
 */
export const offerSteps = ({ workspace, person, now }: { workspace: string; person: string; now: string }): string => `
offer as (
  select m.person_id as assigned_to, ${now} + make_interval(mins => ${offerMinutes}) as assigned_until from members m
  where m.workspace_id = ${workspace} and m.person_id = ${person} and (
    exists (select from reviews r where r.workspace_id = ${workspace} and r.person_id = m.person_id
      and r.created_at > ${now} - make_interval(mins => ${presentMinutes}))
    or exists (select from waiting w where w.workspace_id = ${workspace} and w.claimed_by = m.person_id and w.lease_until > ${now})))`;

/** Offers that nobody took in their time are everybody's. Answers the workspaces that have more to claim now. */
export async function endOffers(db: Database, { at }: { at?: Date } = {}): Promise<string[]> {
  const { rows } = await db.pool.query({
    name: 'offers-end',
    text: `with over as (
        select workspace_id, item_id from waiting where assigned_until <= coalesce($1, now()) order by workspace_id, item_id for update skip locked)
      update waiting w set assigned_to = null, assigned_until = null from over
      where w.workspace_id = over.workspace_id and w.item_id = over.item_id returning w.workspace_id`,
    values: [at ?? null],
  });
  return [...new Set(rows.map((row) => row.workspace_id as string))];
}
