import type { Database } from '../src/database/open.ts';

/** What must hold of a workspace at any moment between two statements. Each query finds the items that break its rule. */
const rules: Record<string, string> = {
  'a waiting row exists if and only if the item waits': `
    select coalesce(i.id, w.item_id) as id from (select * from items where workspace_id = $1) i
    full join (select * from waiting where workspace_id = $1) w on w.item_id = i.id
    where (w.item_id is not null) is distinct from (i.state = 'waiting')`,
  'the waiting row tells of the item what the item tells itself': `
    select i.id from items i join waiting w on w.workspace_id = i.workspace_id and w.item_id = i.id
    where i.workspace_id = $1 and (w.checkpoint_id, w.rank, w.due_at) is distinct from (i.checkpoint_id, -i.priority, coalesce(i.due_at, 'infinity'))`,
  'every item has its content and its revisions from 1 without a gap': `
    select i.id from items i where i.workspace_id = $1 and (
      (select count(*) from item_contents k where k.workspace_id = $1 and k.item_id = i.id) <> 1
      or (select array_agg(v.number order by v.number) from revisions v where v.workspace_id = $1 and v.item_id = i.id)
        is distinct from (select array_agg(n) from generate_series(1, (select count(*)::integer from revisions v where v.workspace_id = $1 and v.item_id = i.id)) n))`,
  'the output is that of the revision': `
    select i.id from items i left join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
    where i.workspace_id = $1 and i.output_hash is distinct from v.output_hash`,
  'at most one review stands beside returns of the past, and it is the decision by a person': `
    select i.id from items i where i.workspace_id = $1 and
      (select coalesce(array_agg(r.id), '{}') from reviews r where r.workspace_id = $1 and r.item_id = i.id and r.undone_at is null
        and (r.verdict <> 'return' or r.id = i.decision ->> 'id'))
      is distinct from case when i.decision -> 'by' ->> 'kind' = 'person' then array[i.decision ->> 'id'] else '{}'::text[] end`,
  'state and outcome fit': `
    select i.id from items i where i.workspace_id = $1 and not case i.state
      when 'waiting' then i.decision is null
      when 'superseded' then coalesce(i.decision ->> 'outcome', 'returned') = 'returned'
      when 'decided' then i.decision ->> 'outcome' in ('approved', 'edited', 'rejected', 'returned') and i.release_at is not null
      when 'released' then i.decision ->> 'outcome' in ('approved', 'edited') and i.released_at is not null
      else i.decision ->> 'outcome' = i.state end`,
  'nothing is released without a person who decided': `
    select i.id from items i where i.workspace_id = $1 and i.state = 'released'
      and (i.decision is null or i.decision -> 'by' ->> 'kind' <> 'person' or i.decision ->> 'outputHash' <> i.output_hash or i.released_at < i.release_at)`,
  'the decision names the output that stands': `
    select i.id from items i where i.workspace_id = $1 and i.decision is not null
      and (i.decision ->> 'outputHash', (i.decision ->> 'revision')::integer) is distinct from (i.output_hash, i.revision)`,
  'one item at most is open or decided under a key': `
    select min(i.id) as id from items i where i.workspace_id = $1 and i.state <> 'superseded' group by i.checkpoint_id, i.key having count(*) > 1`,
  'the log tells how the item came to its state': `
    select i.id from items i left join (
      select l.item_id, count(*) filter (where l.kind = 'item.submitted') as submitted, count(*) filter (where l.kind = 'item.superseded') as superseded,
        count(*) filter (where l.kind = 'item.decided') as decided, count(*) filter (where l.kind = 'item.undone') as undone,
        count(*) filter (where l.kind = 'item.released') as released, count(*) filter (where l.kind = 'item.rejected') as rejected,
        count(*) filter (where l.kind = 'item.returned') as returned, count(*) filter (where l.kind = 'item.expired') as expired,
        count(*) filter (where l.kind = 'item.revised') as revised, count(*) filter (where l.kind = 'item.escalated') as escalated
      from log_entries l where l.workspace_id = $1 group by l.item_id) l on l.item_id = i.id
    where i.workspace_id = $1 and (
      l.submitted is distinct from 1
      or l.superseded <> (i.state = 'superseded')::integer
      or l.decided - l.undone - l.escalated - l.returned
        <> (i.decision -> 'by' ->> 'kind' is not distinct from 'person')::integer - (i.state = 'returned' or i.state = 'superseded' and i.decision is not null)::integer
      or i.returns <> l.returned + l.escalated
      or l.revised <> (select count(*) from revisions v where v.workspace_id = $1 and v.item_id = i.id and v.return_id is not null)
      or l.released <> (i.state = 'released')::integer
      or l.expired <> (i.state = 'expired')::integer
      or l.rejected <> (i.state = 'rejected')::integer
      or l.returned - l.revised - (i.state = 'returned' or i.state = 'superseded' and i.decision is not null)::integer
        not between 0 and (i.decision -> 'by' ->> 'kind' is not distinct from 'policy')::integer
      or l.decided <> (select count(*) from reviews r where r.workspace_id = $1 and r.item_id = i.id)
      or l.undone <> (select count(*) from reviews r where r.workspace_id = $1 and r.item_id = i.id and r.undone_at is not null))`,
  'skips are counted in the log': `
    select w.item_id as id from waiting w where w.workspace_id = $1 and w.skips > 0
      and w.skips > (select count(*) from log_entries l where l.workspace_id = $1 and l.item_id = w.item_id and l.kind = 'item.skipped')`,
  'everything in the log is about an item that there is': `
    select l.item_id as id from log_entries l where l.workspace_id = $1 and l.item_id is not null
      and not exists (select from items i where i.workspace_id = $1 and i.id = l.item_id)`,
};

/** The rules that are broken, with some of the items that break them. */
export async function brokenRules({ pool }: Database, workspaceId: string): Promise<string[]> {
  const broken: string[] = [];
  for (const [rule, text] of Object.entries(rules)) {
    const { rows } = await pool.query(text, [workspaceId]);
    if (rows.length > 0) broken.push(`${rule}: not so for ${rows.length}, such as ${rows.slice(0, 3).map(({ id }) => id)}`);
  }
  return broken;
}
