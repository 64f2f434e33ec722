import { CountersignError } from '@countersign/contract';
import { claimedByOther, findPlace } from '../claims/place.ts';
import { type Context, personId } from '../context.ts';
import { getItem } from '../items/get.ts';

/** Why an act on an item's place in the queue changed nothing. `act` is what was tried, in words. */
export async function refusePlace(ctx: Context, itemId: string, act: string): Promise<CountersignError> {
  const { state, decision } = await getItem({ ctx, id: itemId });
  if (state !== 'waiting')
    return new CountersignError('not_reviewable', `This item is ${state}; only a waiting one can be held or assigned.`, {
      context: { itemId, state, decision },
    });
  const place = await findPlace(ctx, itemId);
  const holder = place?.assignedTo ?? place?.claimedBy;
  if (holder && holder.id !== personId(ctx)) return claimedByOther(itemId, place);
  return new CountersignError('claimed_by_other', `Claim the item first, to ${act}, or ask an owner or lead.`, { context: { itemId } });
}
