import { z } from 'zod';
import { Instant, JsonObject } from './json.ts';
import { Actor } from './words.ts';

/** The kinds of log entry, which are also the names of the events. */
export const eventKinds = [
  'workspace.created',
  'member.joined',
  'invitation.created',
  'key.created',
  'key.revoked',
  'checkpoint.created',
  'checkpoint.changed',
  'item.submitted',
  'item.superseded',
  'item.skipped',
  'item.decided',
  'item.undone',
  'item.released',
  'item.rejected',
  'item.returned',
  'item.revised',
  'item.escalated',
  'item.expired',
  'item.held',
  'item.assigned',
  'item.commented',
  'item.reopened',
  'flag.accepted',
  'flag.dismissed',
  'lesson.proposed',
  'lesson.ratified',
  'lesson.changed',
  'lesson.retired',
  'lesson.switched-off',
  'provider.changed',
  'provider.removed',
  'workflow.changed',
  'batch.created',
  'batch.changed',
  'batch.tried',
  'batch.started',
  'batch.paused',
  'batch.resumed',
  'batch.cancelled',
  'batch.retried',
  'run.started',
  'run.delivered',
] as const;

export const EventKind = z.enum(eventKinds).meta({ id: 'EventKind' });
export type EventKind = z.infer<typeof EventKind>;

export const Event = z
  .object({
    id: z.string().meta({ description: 'Position in the log; give it back as Last-Event-ID to go on from here' }),
    kind: EventKind,
    at: Instant,
    actor: Actor,
    checkpoint: z.string().nullable(),
    itemId: z.string().nullable(),
    data: JsonObject,
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof Event>;
