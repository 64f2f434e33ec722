import { z } from 'zod';
import { Instant } from './json.ts';
import { KeyKind, Role } from './words.ts';

export const Me = z
  .object({
    workspace: z.object({ id: z.string(), name: z.string() }),
    actor: z.object({ kind: z.enum(['person', 'apiKey']), id: z.string() }),
    role: z.union([Role, z.literal('service')]),
    name: z.string(),
    email: z.string().nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const KeyInput = z.strictObject({ kind: KeyKind, name: z.string().min(1).max(100) }).meta({ id: 'KeyInput' });
export type KeyInput = z.infer<typeof KeyInput>;

export const Key = z
  .object({
    id: z.string(),
    kind: KeyKind,
    name: z.string(),
    hint: z.string().meta({ description: 'The first characters, to know it by' }),
    personId: z.string().nullable(),
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
  })
  .meta({ id: 'Key' });
export type Key = z.infer<typeof Key>;

export const NewKey = Key.extend({ key: z.string().meta({ description: 'The secret. It is shown this once.' }) }).meta({ id: 'NewKey' });
export type NewKey = z.infer<typeof NewKey>;

export const Member = z
  .object({ id: z.string(), name: z.string(), email: z.string(), role: Role, createdAt: Instant })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

export const InvitationInput = z.strictObject({ role: Role, name: z.string().max(100).default('') }).meta({ id: 'InvitationInput' });
export const Invitation = z.object({ url: z.string(), token: z.string(), role: Role, expiresAt: Instant }).meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const AcceptInvitationInput = z
  .strictObject({
    token: z.string().min(10).max(200),
    email: z.email().max(254),
    name: z.string().max(100).default(''),
    password: z.string().min(10, 'Use at least 10 characters.').max(200),
  })
  .meta({ id: 'AcceptInvitationInput' });
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;
