import type { Claim } from '@countersign/contract';
import { contentColumns, joinCheckpoint, joinContents, type Row, summaryColumns, toItem } from '../items/row.ts';

// Asked only of items that were returned: the condition on `i` is looked at before the reviews are.
const refused = `(select json_build_object('reviewId', r.id, 'by', json_build_object('id', r.person_id, 'name', coalesce(p.name, 'Somebody')),
    'at', to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'reasons', r.reasons, 'comment', r.comment,
    'revision', r.base_revision, 'outputHash', r.base_hash, 'output', b.output)
  from reviews r join revisions b on b.workspace_id = r.workspace_id and b.item_id = r.item_id and b.number = r.base_revision
  left join people p on p.id = r.person_id
  where i.returns > 0 and r.workspace_id = i.workspace_id and r.item_id = i.id and r.verdict = 'return' and r.undone_at is null
  order by r.created_at desc, r.id desc limit 1)`;

export const claimColumns = `${summaryColumns}, ${contentColumns}, d.output as draft, ${refused} as refused, claimed.lease_until, claimed.skips`;

/** Joins what a reviewer needs to `claimed (item_id, lease_until, skips)`. A draft of a text that its maker has replaced since is not the start of this one. */
export const joinClaimed = (workspace: string, person: string): string => `
  join items i on i.workspace_id = ${workspace} and i.id = claimed.item_id ${joinCheckpoint} ${joinContents}
  left join drafts d on d.workspace_id = ${workspace} and d.item_id = claimed.item_id and d.person_id = ${person}
    and (v.return_id is null or d.updated_at >= v.created_at)`;

export const toClaim = (row: Row): Claim => ({
  item: toItem(row),
  refused: row.refused ?? null,
  draft: row.draft ?? null,
  expiresAt: row.lease_until.toISOString(),
  skips: row.skips,
});
