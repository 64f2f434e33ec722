import { decideStatement } from '@countersign/engine';

/**
 * The script of one reviewer: claims an item once, then decides and claims the next, one statement a transaction. The statement
 * is the product's own, with two columns more, because pgbench cannot look into JSON for the next item. It is prepared by name
 * as the product does it; `-M prepared` would number every mention of a parameter anew, more than a hundred of them.
 */
export function reviewScript({ workspaceId, checkpointId }: { workspaceId: string; checkpointId: string }): string {
  const statement = decideStatement({ oneCheckpoint: true, limit: 1 }).text.replace(
    'select d.*, n.claims from',
    `select d.*, n.claims, n.claims -> 0 ->> 'id' as next_item, n.claims -> 0 ->> 'output_hash' as next_hash from`,
  );
  const parameters = [
    `'${workspaceId}'`,
    `':next_item'`,
    `':person'`,
    `':next_hash'`,
    `'approve'`,
    'null',
    'null',
    `'review_00000000000000000000000000'`,
    '$actor$:actor$actor$',
    `'{}'`,
    `''`,
    'null',
    '4.2',
    '$record$:record$record$',
    `'${checkpointId}'`,
    `-2147483648, '-infinity', '-infinity', '', '-infinity'`,
  ];
  return `\\if :started = 0
set plan_cache_mode = force_generic_plan;
set enable_seqscan = off;
prepare decide_next as ${statement};
select m.person_id as person, jsonb_build_object('kind', 'person', 'id', p.id, 'name', p.name) as actor, jsonb_build_object('kind', 'person', 'id', p.id) as record
from members m join people p on p.id = m.person_id where m.role = 'reviewer' order by m.person_id limit 1 offset :client_id \\gset
update waiting w set claimed_by = ':person', lease_until = now() + interval '5 minutes' from items i
where i.workspace_id = w.workspace_id and i.id = w.item_id and (w.workspace_id, w.item_id) = (
  select workspace_id, item_id from waiting where workspace_id = '${workspaceId}' and checkpoint_id = '${checkpointId}' and claimed_by is null and assigned_to is null
  order by rank, due_at, cost, item_id limit 1 for update skip locked)
returning w.item_id as next_item, i.output_hash as next_hash \\gset
\\set started 1
\\endif
execute decide_next(${parameters.join(', ')}) \\gset
`;
}
