import { z } from 'zod';
import { CheckpointName } from './checkpoints.ts';
import { Flag } from './flags.ts';
import { Hash, Instant, Json, JsonObject } from './json.ts';
import { Actor, ItemState, Outcome, Severity, Verdict } from './words.ts';

export const ItemKey = z.string().min(1).max(500).meta({ description: "The caller's own name for this work; unique in the checkpoint" });

export const ItemInput = z
  .strictObject({
    key: ItemKey,
    input: Json.meta({ description: 'What the AI saw' }),
    output: Json.meta({ description: 'What the AI proposes' }),
    confidence: z.number().min(0).max(1).nullable().optional().meta({ description: 'How sure the AI is, 0 to 1' }),
    model: z.string().max(200).nullable().optional(),
    severity: Severity.optional(),
    priority: z.int().min(-1000).max(1000).optional().meta({ description: 'Higher comes first; 0 when left out' }),
    dueAt: Instant.nullable().optional(),
    metadata: JsonObject.optional(),
    supersede: z.boolean().optional().meta({ description: 'Put this in the place of an open item with the same key' }),
  })
  .meta({ id: 'ItemInput' });
export type ItemInput = z.infer<typeof ItemInput>;

export const Decision = z
  .object({
    id: z.string(),
    outcome: Outcome,
    by: Actor,
    at: Instant,
    outputHash: Hash.meta({ description: 'Hash of the exact output that was decided on' }),
    revision: z.int(),
    reasons: z.array(z.string()),
    comment: z.string(),
    undoUntil: Instant,
  })
  .meta({ id: 'Decision' });
export type Decision = z.infer<typeof Decision>;

/** How many open flags an output has, by level. */
export const FlagCounts = z.object({ error: z.int(), warning: z.int(), info: z.int() }).meta({ id: 'FlagCounts' });
export type FlagCounts = z.infer<typeof FlagCounts>;

/** One line of a list: everything but the payload. */
export const ItemSummary = z
  .object({
    id: z.string(),
    checkpoint: CheckpointName,
    key: z.string(),
    label: z.string().meta({ description: 'A short text to know the item by' }),
    state: ItemState,
    severity: Severity,
    priority: z.int(),
    dueAt: Instant.nullable(),
    confidence: z.number().nullable(),
    model: z.string().nullable(),
    revision: z.int(),
    outputHash: Hash,
    returns: z.int().meta({ description: 'How often it was returned' }),
    flags: FlagCounts.nullable().meta({ description: 'Open flags of the present output; null when it was not yet checked' }),
    decision: Decision.nullable(),
    createdAt: Instant,
    releasedAt: Instant.nullable(),
  })
  .meta({ id: 'ItemSummary' });
export type ItemSummary = z.infer<typeof ItemSummary>;

export const Item = ItemSummary.extend({
  input: Json,
  output: Json.meta({ description: "The output as it stands: the AI's, or a person's after an edit" }),
  metadata: JsonObject,
}).meta({ id: 'Item' });
export type Item = z.infer<typeof Item>;

export const Revision = z
  .object({
    number: z.int(),
    output: Json,
    outputHash: Hash,
    author: Actor,
    returnId: z.string().nullable().meta({ description: 'The review that returned the item, when this revision answers it' }),
    createdAt: Instant,
  })
  .meta({ id: 'Revision' });
export type Revision = z.infer<typeof Revision>;

export const Review = z
  .object({
    id: z.string(),
    verdict: Verdict,
    revision: z.int().meta({ description: 'The revision that was looked at' }),
    by: Actor,
    reasons: z.array(z.string()),
    comment: z.string(),
    activeSeconds: z.number().nullable(),
    bulkId: z.string().nullable().meta({ description: 'The bulk review that it was part of' }),
    createdAt: Instant,
    undoneAt: Instant.nullable(),
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;

/** What the maker of a returned item answers with. */
export const RevisionInput = z
  .strictObject({
    output: Json.meta({ description: 'What the AI proposes now' }),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .optional()
      .meta({ description: 'How sure the AI is of this output; unknown when left out' }),
    model: z.string().max(200).nullable().optional().meta({ description: 'As before when left out' }),
    returnId: z.string().max(60).optional().meta({
      description: 'The return that this answers: `decision.id` of the returned item. With it, a repeat can never answer a later return',
    }),
  })
  .meta({ id: 'RevisionInput' });
export type RevisionInput = z.infer<typeof RevisionInput>;

export const FlagRecord = z
  .object({
    flag: Flag.meta({ description: 'As it was shown' }),
    action: z.enum(['accepted', 'dismissed']),
    replacement: z.string().nullable().meta({ description: 'What the words were replaced by' }),
    reason: z.string().nullable().meta({ description: 'Why it was dismissed, in the words of the person' }),
    by: Actor,
    outputHash: Hash.meta({ description: 'The output that the item had then' }),
    decidedAt: Instant,
  })
  .meta({ id: 'FlagRecord' });
export type FlagRecord = z.infer<typeof FlagRecord>;

export const ItemHistory = z
  .object({
    revisions: z.array(Revision),
    reviews: z.array(Review),
    pastDecisions: z
      .array(z.object({ decision: Decision, state: ItemState, reopenedAt: Instant, reopenedBy: Actor }))
      .meta({ description: 'Decisions that had taken effect before the item was reopened' }),
    flagRecords: z
      .array(FlagRecord)
      .meta({ description: 'What people did about flags, oldest first; of each person the newest on a flag' }),
  })
  .meta({ id: 'ItemHistory' });
export type ItemHistory = z.infer<typeof ItemHistory>;

export const ItemPage = z
  .object({ items: z.array(z.union([Item, ItemSummary])), nextCursor: z.string().nullable() })
  .meta({ id: 'ItemPage' });
export type ItemPage = z.infer<typeof ItemPage>;

export const ListItemsQuery = z.object({
  checkpoint: CheckpointName.optional(),
  state: ItemState.optional(),
  search: z.string().max(200).optional().meta({ description: 'Part of the key or the label' }),
  order: z.enum(['newest', 'oldest']).default('newest'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional(),
  include: z.literal('payload').optional(),
});
export type ListItemsQuery = z.infer<typeof ListItemsQuery>;

export const ImportResult = z
  .object({
    accepted: z.int(),
    replayed: z.int(),
    rejectedCount: z.int(),
    rejected: z
      .array(z.object({ line: z.int(), key: z.string().optional(), code: z.string(), pointer: z.string(), detail: z.string() }))
      .meta({ description: 'The first 100,000 bad lines; rejectedCount counts all' }),
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof ImportResult>;

export const ExportFormat = z.enum(['jsonl', 'csv']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** One line of an export in JSONL. */
export const ExportedItem = z
  .object({
    id: z.string(),
    key: z.string(),
    state: ItemState,
    severity: Severity,
    confidence: z.number().nullable(),
    model: z.string().nullable(),
    input: Json,
    output: Json,
    outputHash: Hash,
    proposed: Json.meta({ description: 'The first output, as the AI wrote it' }),
    metadata: JsonObject,
    decision: Decision.nullable(),
    createdAt: Instant,
    releasedAt: Instant.nullable(),
  })
  .meta({ id: 'ExportedItem' });
export type ExportedItem = z.infer<typeof ExportedItem>;
