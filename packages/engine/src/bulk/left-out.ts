import type { BulkReviewInput, LeftOut } from '@countersign/contract';
import type pg from 'pg';
import { can } from '../access/can.ts';
import { describePlace, placeColumns, toPlace } from '../claims/place.ts';
import { type Context, personId } from '../context.ts';
import { joinCheckpoint, type Row } from '../items/row.ts';

export type BulkItem = BulkReviewInput['items'][number];

export interface Looked {
  open: { item: BulkItem; checkpoint: { name: string; version: number } }[];
  leftOut: LeftOut[];
}

/** Parts what the acting person may decide on as it was shown from what not, with the reason. */
export async function lookAtSet(client: Pick<pg.ClientBase, 'query'>, ctx: Context, items: BulkItem[]): Promise<Looked> {
  const { rows } = await client.query({
    name: 'bulk-look',
    text: `select i.id, i.state, i.output_hash, i.decision, c.name, c.version, ${placeColumns}, w.lease_until >= coalesce($3, now()) as is_leased
      from items i ${joinCheckpoint} left join waiting w on w.workspace_id = i.workspace_id and w.item_id = i.id
      where i.workspace_id = $1 and i.id = any($2)`,
    values: [ctx.workspaceId, items.map(({ itemId }) => itemId), ctx.at ?? null],
  });
  const found = new Map<string, Row>(rows.map((row) => [row.id, row]));
  const looked: Looked = { open: [], leftOut: [] };
  for (const item of items) {
    const row = found.get(item.itemId);
    const reason = row ? findReason(ctx, row, item) : reasonNotFound;
    if (reason) looked.leftOut.push({ itemId: item.itemId, ...reason, flags: [] });
    else looked.open.push({ item, checkpoint: { name: row.name, version: row.version } });
  }
  return looked;
}

type Reason = Pick<LeftOut, 'code' | 'detail'>;

const reasonNotFound: Reason = { code: 'not_found', detail: 'There is no such item here.' };

function findReason(ctx: Context, row: Row, item: BulkItem): Reason | null {
  if (row.decision)
    return {
      code: 'already_decided',
      detail: `It was ${row.decision.outcome} by ${row.decision.by.name ?? `the ${row.decision.by.id} rule`}.`,
    };
  if (row.state !== 'waiting') return { code: 'not_reviewable', detail: `It is ${row.state}; only waiting items can be reviewed.` };
  if (row.output_hash !== item.outputHash) return { code: 'output_changed', detail: 'The output is no longer the one that was shown.' };
  const me = personId(ctx);
  const isOthers =
    (row.assigned_to ?? me) !== me || ((row.claimed_by ?? me) !== me && row.is_leased) || (row.for_leads && !can(ctx.role, 'item.direct'));
  return isOthers ? { code: 'claimed_by_other', detail: describePlace(toPlace(row)) } : null;
}
