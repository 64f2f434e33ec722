import type { Database } from './database/open.ts';

const pieces = {
  sessions: `delete from sessions where expires_at < now()`,
  verifications: `delete from verifications where expires_at < now() - interval '1 day'`,
  rateLimits: `delete from rate_limits where last_request < extract(epoch from now() - interval '1 day') * 1000`,
  invitations: `delete from invitations where used_at is null and expires_at < now() - interval '30 days'`,
  // A draft of a settled item is a loser's text: kept for a month, so that it can still be copied.
  drafts: `delete from drafts d using (
      select d.workspace_id, d.item_id, d.person_id from drafts d
      join items i on i.workspace_id = d.workspace_id and i.id = d.item_id
      where d.updated_at < now() - interval '30 days' and i.state not in ('waiting', 'decided', 'returned') limit 5000) old
    where d.workspace_id = old.workspace_id and d.item_id = old.item_id and d.person_id = old.person_id`,
  // Flags of a settled item count for nothing any more, and are made anew when somebody asks; what people decided about them stays.
  flags: `delete from item_flags f using (
      select f.workspace_id, f.item_id from item_flags f
      join items i on i.workspace_id = f.workspace_id and i.id = f.item_id
      where f.checked_at < now() - interval '30 days' and i.updated_at < now() - interval '30 days' and i.state not in ('waiting', 'decided', 'returned')
      limit 5000) old
    where f.workspace_id = old.workspace_id and f.item_id = old.item_id`,
  // Kept so that the same request is answered the same; nobody repeats one after a month. The reviews stay.
  bulkReviews: `delete from bulk_reviews b using (
      select workspace_id, person_id, id from bulk_reviews where created_at < now() - interval '30 days' limit 5000) old
    where b.workspace_id = old.workspace_id and b.person_id = old.person_id and b.id = old.id`,
  // Uploads that broke off with their process.
  uploads: `with old as (
      select workspace_id, id from batches where state = 'uploading' and created_at < now() - interval '1 day' limit 5),
    rows as (delete from runs r using old where r.workspace_id = old.workspace_id and r.batch_id = old.id returning r.workspace_id, r.id),
    contents as (delete from run_contents k using rows where k.workspace_id = rows.workspace_id and k.run_id = rows.id)
    delete from batches b using old where b.workspace_id = old.workspace_id and b.id = old.id`,
} as const;

/** Removes what has no use any more, in short transactions. Answers how many rows of each. */
export async function tidy({ pool }: Database): Promise<Record<keyof typeof pieces, number>> {
  const counts = {} as Record<keyof typeof pieces, number>;
  for (const [name, text] of Object.entries(pieces)) counts[name as keyof typeof pieces] = (await pool.query(text)).rowCount ?? 0;
  return counts;
}
