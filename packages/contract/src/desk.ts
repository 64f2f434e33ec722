import { z } from 'zod';
import { CheckpointName, DictionaryWord } from './checkpoints.ts';
import { Flag } from './flags.ts';
import { Instant, Json } from './json.ts';

/** What a person did about a flag. */
export const FlagDecision = z
  .strictObject({
    flag: Flag,
    action: z.enum(['accepted', 'dismissed']),
    replacement: z.string().max(5_000).optional(),
    reason: z.string().max(500).optional(),
  })
  .meta({ id: 'FlagDecision' });
export type FlagDecision = z.infer<typeof FlagDecision>;

export const FlagDecisionsInput = z.strictObject({ decisions: z.array(FlagDecision).min(1).max(200) }).meta({ id: 'FlagDecisionsInput' });
export type FlagDecisionsInput = z.infer<typeof FlagDecisionsInput>;

export const ItemFlags = z
  .object({
    flags: z.array(Flag).meta({ description: 'What the checks say of the present output, without what was dismissed' }),
    dismissed: z.array(z.string()).meta({ description: 'Ids of flags that people dismissed on this item' }),
  })
  .meta({ id: 'ItemFlags' });
export type ItemFlags = z.infer<typeof ItemFlags>;

export const DictionaryInput = z.strictObject({ words: z.array(DictionaryWord).min(1).max(100) }).meta({ id: 'DictionaryInput' });

export const HoldInput = z
  .strictObject({
    until: Instant.meta({ description: 'When it comes back to the queue, at most 30 days ahead' }),
    note: z.string().max(1_000).default(''),
  })
  .meta({ id: 'HoldInput' });
export type HoldInput = z.infer<typeof HoldInput>;

export const AssignInput = z
  .strictObject({
    personId: z.string().max(60).nullable().meta({ description: 'Who alone gets it; null for everybody again' }),
    note: z.string().max(1_000).default(''),
  })
  .meta({ id: 'AssignInput' });
export type AssignInput = z.infer<typeof AssignInput>;

export const CommentInput = z
  .strictObject({ text: z.string().trim().min(1).max(5_000), mentions: z.array(z.string().max(60)).max(20).default([]) })
  .meta({ id: 'CommentInput' });
export type CommentInput = z.infer<typeof CommentInput>;

export const Comment = z
  .object({
    id: z.string(),
    itemId: z.string(),
    by: z.object({ id: z.string(), name: z.string() }),
    text: z.string(),
    mentions: z.array(z.object({ id: z.string(), name: z.string() })),
    createdAt: Instant,
  })
  .meta({ id: 'Comment' });
export type Comment = z.infer<typeof Comment>;

export const Mention = Comment.extend({ itemLabel: z.string(), checkpoint: z.string(), readAt: Instant.nullable() }).meta({
  id: 'Mention',
});
export type Mention = z.infer<typeof Mention>;

export const MentionsReadInput = z.strictObject({ ids: z.array(z.string().max(60)).min(1).max(500) }).meta({ id: 'MentionsReadInput' });

export const ReopenInput = z.strictObject({ comment: z.string().trim().min(1, 'Say why.').max(5_000) }).meta({ id: 'ReopenInput' });
export type ReopenInput = z.infer<typeof ReopenInput>;

/** A person's own settings. The console reads what it knows and leaves the rest as it is, so that an upgrade never changes them. */
export const Preferences = z.record(z.string().max(60), Json).meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

export const PaceQuery = z.object({
  checkpoint: CheckpointName.optional(),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'Use a time zone such as Europe/London.')
    .default('UTC')
    .meta({ description: 'Where today begins' }),
});

export const Pace = z
  .object({
    doneToday: z.int(),
    doneLastHour: z.int(),
    medianSeconds: z.number().nullable().meta({ description: 'Active seconds per item over the last 50 reviews; null without any' }),
    left: z.int(),
  })
  .meta({ id: 'Pace' });
export type Pace = z.infer<typeof Pace>;
