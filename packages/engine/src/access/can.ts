import { CountersignError } from '@countersign/contract';
import type { Context, Rank } from '../context.ts';

/** Who may do what. Least right by default: what is not named here is refused. */
export const rights = {
  'checkpoint.read': ['owner', 'lead', 'reviewer', 'service'],
  'checkpoint.write': ['owner'],
  'item.submit': ['owner', 'service'],
  'item.read': ['owner', 'lead', 'reviewer', 'service'],
  'item.review': ['owner', 'lead', 'reviewer'],
  'item.direct': ['owner', 'lead'],
  'item.reopen': ['owner', 'lead'],
  'item.comment': ['owner', 'lead', 'reviewer'],
  'preferences.own': ['owner', 'lead', 'reviewer'],
  'item.export': ['owner', 'lead', 'reviewer', 'service'],
  'event.read': ['owner', 'lead', 'reviewer', 'service'],
  'key.personal': ['owner', 'lead', 'reviewer'],
  'provider.read': ['owner', 'service'],
  'lesson.read': ['owner', 'lead', 'reviewer'],
  'lesson.write': ['owner', 'lead'],
  'provider.write': ['owner'],
  'workflow.read': ['owner', 'service'],
  'workflow.write': ['owner'],
  'run.start': ['owner', 'service'],
  'batch.read': ['owner', 'service'],
  'batch.write': ['owner', 'service'],
  'call.read': ['owner'],
  'key.service': ['owner'],
  'member.read': ['owner', 'lead', 'reviewer'],
  'member.invite': ['owner'],
} as const satisfies Record<string, readonly Rank[]>;

export type Action = keyof typeof rights;

const forPeopleOnly: readonly Action[] = ['item.review', 'item.reopen', 'item.comment', 'preferences.own', 'lesson.write'];

/** The system keeps house and does all but what takes a person: only people review. */
export const can = (role: Rank, action: Action): boolean =>
  role === 'system' ? !forPeopleOnly.includes(action) : (rights[action] as readonly Rank[]).includes(role);

/** Errors: `not_allowed` when the actor's role does not have the right. */
export function requireRight(ctx: Context, action: Action): void {
  if (can(ctx.role, action)) return;
  const why =
    ctx.role === 'service' && action === 'item.review'
      ? 'A service key never reviews. Use a personal key, or sign in.'
      : `The role ${ctx.role} may not do this (${action}). Ask an owner of the workspace.`;
  throw new CountersignError('not_allowed', why);
}
