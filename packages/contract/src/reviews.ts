import { z } from 'zod';
import { CheckpointName } from './checkpoints.ts';
import { Item, ItemSummary } from './items.ts';
import { Hash, Instant, Json } from './json.ts';
import { Verdict } from './words.ts';

/** The last version that was returned, and why. */
export const Refusal = z
  .object({
    reviewId: z.string(),
    by: z.object({ id: z.string(), name: z.string() }),
    at: Instant,
    reasons: z.array(z.string()),
    comment: z.string(),
    revision: z.int(),
    outputHash: Hash,
    output: Json,
  })
  .meta({ id: 'Refusal' });
export type Refusal = z.infer<typeof Refusal>;

export const Claim = z
  .object({
    item: Item,
    refused: z.union([Refusal, z.null()]).meta({ description: 'The version that was returned to its maker; null when none was' }),
    draft: Json.nullable().meta({ description: 'What this person had typed before and not yet decided; null when nothing' }),
    expiresAt: Instant,
    skips: z.int().meta({ description: 'How often people passed this item on' }),
  })
  .meta({ id: 'Claim' });
export type Claim = z.infer<typeof Claim>;

export const ClaimsInput = z
  .strictObject({
    checkpoint: CheckpointName.optional(),
    limit: z.int().min(1).max(200).default(1),
    item: z.string().max(60).optional().meta({ description: 'Claim exactly this item' }),
    includeSkipped: z.boolean().default(false).meta({ description: 'Also items that this person skipped before' }),
  })
  .meta({ id: 'ClaimsInput' });
export type ClaimsInput = z.infer<typeof ClaimsInput>;

export const Claims = z.object({ claims: z.array(Claim) }).meta({ id: 'Claims' });
export type Claims = z.infer<typeof Claims>;

export const Heartbeat = z
  .object({
    held: z.array(z.object({ itemId: z.string(), expiresAt: Instant })),
    lost: z.array(z.string()).meta({ description: "Items that are no longer this person's" }),
  })
  .meta({ id: 'Heartbeat' });
export type Heartbeat = z.infer<typeof Heartbeat>;

export const HeartbeatInput = z.strictObject({ itemIds: z.array(z.string().max(60)).min(1).max(200) }).meta({ id: 'HeartbeatInput' });

export const ReviewInput = z
  .strictObject({
    verdict: Verdict,
    output: Json.optional().meta({ description: 'The corrected output; only with the verdict edit' }),
    reasons: z.array(z.string().max(60)).max(20).default([]),
    comment: z.string().max(10_000).default(''),
    outputHash: Hash.optional().meta({ description: 'Hash of the output that was looked at; refused when it is not the present one' }),
    activeSeconds: z.number().min(0).max(86_400).optional().meta({ description: 'Time the person spent on this item' }),
    claimNext: z
      .strictObject({ checkpoint: CheckpointName.optional(), limit: z.int().min(1).max(20).default(1) })
      .optional()
      .meta({ description: 'Claim the next items in the same step' }),
  })
  .meta({ id: 'ReviewInput' });
export type ReviewInput = z.infer<typeof ReviewInput>;

export const ReviewResult = z.object({ item: ItemSummary, claims: z.array(Claim) }).meta({ id: 'ReviewResult' });
export type ReviewResult = z.infer<typeof ReviewResult>;

export const UndoResult = z.object({ claim: Claim }).meta({ id: 'UndoResult' });
export type UndoResult = z.infer<typeof UndoResult>;

export const DraftInput = z.strictObject({ output: Json }).meta({ id: 'DraftInput' });
export const Draft = z.object({ output: Json, updatedAt: Instant }).meta({ id: 'Draft' });
export type Draft = z.infer<typeof Draft>;

export const GiveBackInput = z
  .strictObject({
    itemIds: z.array(z.string().max(60)).min(1).max(200),
    skip: z.boolean().default(false).meta({ description: 'Pass the items on to others and count it' }),
  })
  .meta({ id: 'GiveBackInput' });
export type GiveBackInput = z.infer<typeof GiveBackInput>;
