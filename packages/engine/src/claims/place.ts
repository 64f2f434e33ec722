import { CountersignError } from '@countersign/contract';
import type { Context } from '../context.ts';

interface Holder {
  id: string;
  name: string;
}

/** Who has to do with an item's place in the queue. */
export interface Place {
  claimedBy: Holder | null;
  assignedTo: Holder | null;
  isHeld: boolean;
  leaseUntil: string | null;
}

/** Null when the item does not wait. */
export async function findPlace(ctx: Context, itemId: string): Promise<Place | null> {
  const { rows } = await ctx.db.pool.query({
    name: 'place-find',
    text: `select w.claimed_by, c.name as claimed_by_name, w.assigned_to, a.name as assigned_to_name, w.is_held, w.lease_until
      from waiting w left join people c on c.id = w.claimed_by left join people a on a.id = w.assigned_to
      where w.workspace_id = $1 and w.item_id = $2`,
    values: [ctx.workspaceId, itemId],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    claimedBy: row.claimed_by && { id: row.claimed_by, name: row.claimed_by_name ?? 'somebody' },
    assignedTo: row.assigned_to && { id: row.assigned_to, name: row.assigned_to_name ?? 'somebody' },
    isHeld: row.is_held,
    leaseUntil: row.lease_until?.toISOString() ?? null,
  };
}

/** Whose the item is, in words. */
export function describePlace(place: Place | null): string {
  if (place?.assignedTo) return `This item is assigned to ${place.assignedTo.name}.`;
  if (place?.isHeld && place.claimedBy) return `${place.claimedBy.name} put this item on hold.`;
  if (place?.claimedBy) return `${place.claimedBy.name} is reviewing this item.`;
  return 'Somebody else had this item at that moment.';
}

export function claimedByOther(itemId: string, place: Place | null, { kept = '' } = {}): CountersignError {
  const context = {
    itemId,
    ...((place?.assignedTo ?? place?.claimedBy) && { by: place?.assignedTo ?? place?.claimedBy }),
    ...(place?.isHeld && { heldUntil: place.leaseUntil }),
  };
  return new CountersignError('claimed_by_other', `${describePlace(place)} Take the next one.${kept}`, { context });
}
