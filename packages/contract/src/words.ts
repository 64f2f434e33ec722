import { z } from 'zod';

/** What an error would cost. */
export const Severity = z.enum(['low', 'medium', 'high', 'critical']).meta({ id: 'Severity' });
export type Severity = z.infer<typeof Severity>;

/**
 * waiting: needs a person. decided: somebody decided and can still undo. released, rejected, returned: the decision took effect.
 * expired: its deadline passed. superseded: the caller put another item in its place.
 */
export const ItemState = z
  .enum(['waiting', 'returned', 'decided', 'released', 'rejected', 'expired', 'superseded'])
  .meta({ id: 'ItemState' });
export type ItemState = z.infer<typeof ItemState>;

/** A state that a waiting caller is told of. */
export const isSettled = (state: ItemState): boolean => state !== 'waiting' && state !== 'decided';

/** One person's verdict on a revision. */
export const Verdict = z.enum(['approve', 'edit', 'reject', 'return']).meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;

/** The item's outcome. */
export const Outcome = z.enum(['approved', 'edited', 'rejected', 'returned', 'expired']).meta({ id: 'Outcome' });
export type Outcome = z.infer<typeof Outcome>;

export const outcomeOf = { approve: 'approved', edit: 'edited', reject: 'rejected', return: 'returned' } as const satisfies Record<
  Verdict,
  Outcome
>;

/** The state that a decision leads to once it can no longer be undone. */
export const settledState = {
  approved: 'released',
  edited: 'released',
  rejected: 'rejected',
  returned: 'returned',
  expired: 'expired',
} as const satisfies Record<Outcome, ItemState>;

export const Role = z.enum(['owner', 'lead', 'reviewer']).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const KeyKind = z.enum(['personal', 'service']).meta({ id: 'KeyKind' });
export type KeyKind = z.infer<typeof KeyKind>;

/** Who did something. Never an empty id. */
export const Actor = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('person'), id: z.string(), name: z.string().optional() }),
    z.object({ kind: z.literal('apiKey'), id: z.string(), name: z.string().optional() }),
    z.object({ kind: z.literal('policy'), id: z.string() }),
    z.object({ kind: z.literal('system'), id: z.string() }),
    z.object({ kind: z.literal('lesson'), id: z.string() }),
  ])
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof Actor>;
