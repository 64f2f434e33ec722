import { z } from 'zod';
import { BrandRules } from './flags.ts';
import { Instant, JsonObject } from './json.ts';
import { LessonSettings, ShownLesson } from './lessons.ts';
import { Severity } from './words.ts';

export const CheckpointName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/, 'Use small letters, digits and single - _ . between them.')
  .meta({ example: 'product-descriptions' });

export const Reason = z
  .object({
    code: z
      .string()
      .min(1)
      .max(60)
      .regex(/^[a-z0-9_.-]+$/, 'Use small letters, digits and _ . -'),
    label: z.string().min(1).max(120),
  })
  .meta({ id: 'Reason' });
export type Reason = z.infer<typeof Reason>;

/** What happens when `dueAt` passes without a decision. Silence is never consent. */
export const OnDeadline = z.enum(['keep', 'expire', 'reject']);

export const mostDictionaryWords = 20_000;
export const DictionaryWord = z.string().trim().min(1).max(100);

export const CheckpointInput = z
  .strictObject({
    title: z.string().min(1).max(200),
    instructions: z.string().max(20_000).default('').meta({ description: 'What reviewers should look for, in Markdown' }),
    inputSchema: JsonObject.nullable().default(null).meta({ description: 'JSON Schema 2020-12 of what the AI saw' }),
    outputSchema: JsonObject.nullable().default(null).meta({ description: 'JSON Schema 2020-12 of what the AI proposes' }),
    severity: Severity.default('medium').meta({ description: 'Severity of items that name none' }),
    reasons: z.array(Reason).max(50).default([]).meta({ description: 'Reasons to reject or return, in the order of their number keys' }),
    undoSeconds: z.int().min(0).max(3600).default(10).meta({ description: 'How long a decision can be undone before it takes effect' }),
    leaseSeconds: z.int().min(10).max(86_400).default(300).meta({ description: 'How long a claim holds without a heartbeat' }),
    onDeadline: OnDeadline.default('keep'),
    maxReturns: z
      .int()
      .min(0)
      .max(20)
      .default(3)
      .meta({ description: 'How often an item goes back to its maker; returned once more, it goes to a lead' }),
    // People add to these while they review: a program that sends its settings again at every start must not wipe them out.
    brandRules: BrandRules.nullable()
      .optional()
      .meta({ description: 'How texts are to be written; null for no rules. Left out: as it was' }),
    dictionary: z
      .array(DictionaryWord)
      .max(mostDictionaryWords)
      .optional()
      .meta({ description: 'Words that are right here, beside those of the language. Left out: as it was' }),
    lessons: LessonSettings.optional().meta({ description: 'What is done with lessons from corrections. Left out: as it was' }),
  })
  .meta({ id: 'CheckpointInput' });
export type CheckpointInput = z.infer<typeof CheckpointInput>;

export const StateCounts = z
  .object({
    waiting: z.int(),
    returned: z.int(),
    decided: z.int(),
    released: z.int(),
    rejected: z.int(),
    expired: z.int(),
    superseded: z.int(),
  })
  .meta({ id: 'StateCounts' });
export type StateCounts = z.infer<typeof StateCounts>;

export const Checkpoint = CheckpointInput.extend({
  brandRules: BrandRules.nullable(),
  dictionary: z.array(z.string()),
  lessons: LessonSettings.extend({ shown: z.array(ShownLesson) }),
  id: z.string(),
  name: CheckpointName,
  version: z.int(),
  createdAt: Instant,
  updatedAt: Instant,
}).meta({ id: 'Checkpoint' });
export type Checkpoint = z.infer<typeof Checkpoint>;

export const CheckpointWithCounts = Checkpoint.extend({ counts: StateCounts }).meta({ id: 'CheckpointWithCounts' });
export type CheckpointWithCounts = z.infer<typeof CheckpointWithCounts>;

/** As lists show it: brand rules, dictionary and lessons may be long, and come with the one checkpoint that is asked for. */
export const ListedCheckpoint = CheckpointWithCounts.omit({ brandRules: true, dictionary: true, lessons: true }).meta({
  id: 'ListedCheckpoint',
});
export type ListedCheckpoint = z.infer<typeof ListedCheckpoint>;
