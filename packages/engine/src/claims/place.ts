import { CountersignError } from '@countersign/contract';
import type { Context } from '../context.ts';
import type { Row } from '../items/row.ts';

interface Holder {
  id: string;
  name: string;
}

/** Who has to do with an item's place in the queue. */
export interface Place {
  claimedBy: Holder | null;
  assignedTo: Holder | null;
  isHeld: boolean;
  /** Until when it is offered to one person alone; null for an assignment. */
  assignedUntil: string | null;
  forLeads: boolean;
  leaseUntil: string | null;
}

/** From `waiting w`. */
export const placeColumns = `w.claimed_by, (select name from people where id = w.claimed_by) as claimed_by_name,
  w.assigned_to, (select name from people where id = w.assigned_to) as assigned_to_name, w.assigned_until, w.is_held, w.for_leads, w.lease_until`;

export const toPlace = (row: Row): Place => ({
  claimedBy: row.claimed_by && { id: row.claimed_by, name: row.claimed_by_name ?? 'Somebody' },
  assignedTo: row.assigned_to && { id: row.assigned_to, name: row.assigned_to_name ?? 'somebody' },
  assignedUntil: row.assigned_until?.toISOString() ?? null,
  isHeld: row.is_held ?? false,
  forLeads: row.for_leads ?? false,
  leaseUntil: row.lease_until?.toISOString() ?? null,
});

/** Null when the item does not wait. */
export async function findPlace(ctx: Context, itemId: string): Promise<Place | null> {
  const { rows } = await ctx.db.pool.query({
    name: 'place-find',
    text: `select ${placeColumns} from waiting w where w.workspace_id = $1 and w.item_id = $2`,
    values: [ctx.workspaceId, itemId],
  });
  return rows[0] ? toPlace(rows[0]) : null;
}

/** Whose the item is, in words. */
export function describePlace(place: Place | null): string {
  if (place?.assignedTo && place.assignedUntil) return `${place.assignedTo.name} returned this item and is offered it first.`;
  if (place?.assignedTo) return `This item is assigned to ${place.assignedTo.name}.`;
  if (place?.isHeld && place.claimedBy) return `${place.claimedBy.name} put this item on hold.`;
  if (place?.claimedBy) return `${place.claimedBy.name} is reviewing this item.`;
  if (place?.forLeads) return 'This item was returned as often as its checkpoint allows and waits for a lead.';
  return 'Somebody else had this item at that moment.';
}

export function claimedByOther(itemId: string, place: Place | null, { kept = '' } = {}): CountersignError {
  const context = {
    itemId,
    ...((place?.assignedTo ?? place?.claimedBy) && { by: place?.assignedTo ?? place?.claimedBy }),
    ...(place?.isHeld && { heldUntil: place.leaseUntil }),
    ...(place?.assignedUntil && { offeredUntil: place.assignedUntil }),
  };
  return new CountersignError('claimed_by_other', `${describePlace(place)} Take the next one.${kept}`, { context });
}
