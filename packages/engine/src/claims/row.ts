import type { Claim } from '@countersign/contract';
import { contentColumns, joinCheckpoint, joinContents, type Row, summaryColumns, toItem } from '../items/row.ts';

export const claimColumns = `${summaryColumns}, ${contentColumns}, d.output as draft, claimed.lease_until, claimed.skips`;

/** Joins what a reviewer needs to `claimed (item_id, lease_until, skips)`. */
export const joinClaimed = (workspace: string, person: string): string => `
  join items i on i.workspace_id = ${workspace} and i.id = claimed.item_id ${joinCheckpoint} ${joinContents}
  left join drafts d on d.workspace_id = ${workspace} and d.item_id = claimed.item_id and d.person_id = ${person}`;

export const toClaim = (row: Row): Claim => ({
  item: toItem(row),
  draft: row.draft ?? null,
  expiresAt: row.lease_until.toISOString(),
  skips: row.skips,
});
