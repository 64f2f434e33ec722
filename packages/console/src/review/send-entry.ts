import type { ClaimsInput, ReviewResult } from '@countersign/contract';
import type { DeskSetting } from './desk-view.ts';
import type { Entry } from './outbox.ts';

export type NextClaims = Pick<ClaimsInput, 'checkpoint' | 'limit'>;

/** Tells the server what a person did. A review may bring the next claims along. */
export async function sendEntry(api: DeskSetting['api'], entry: Entry, claimNext: NextClaims | null): Promise<ReviewResult | null> {
  const { itemId, post } = entry;
  switch (post.kind) {
    case 'review':
      return api.review(itemId, { ...post.review, ...(claimNext && { claimNext }) });
    case 'skip':
      await api.giveBack([itemId], true);
      return null;
    case 'hold':
      await api.hold(itemId, post.hold);
      return null;
    case 'assign':
      await api.assign(itemId, post.assign);
      return null;
    case 'flags':
      await api.decideFlags(itemId, post.decisions);
      return null;
  }
}
