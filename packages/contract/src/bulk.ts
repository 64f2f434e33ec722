import { z } from 'zod';
import { CheckpointName } from './checkpoints.ts';
import { Flag } from './flags.ts';
import { Hash, Json } from './json.ts';
import { Outcome } from './words.ts';

/** One card of the grid, as it was shown: the hash freezes what the person saw. */
const BulkItem = z.strictObject({
  itemId: z.string().max(60),
  outputHash: Hash,
  output: Json.optional().meta({ description: 'The corrected output; left out to approve as shown' }),
});

export const BulkReviewInput = z
  .strictObject({
    id: z
      .string()
      .regex(/^[\w-]{8,60}$/)
      .meta({ description: "The caller's own id for this act: sent again, it is answered as the first time" }),
    items: z.array(BulkItem).min(1).max(500),
    comment: z.string().max(10_000).default(''),
    activeSeconds: z.number().min(0).max(86_400).optional().meta({ description: 'Time spent on the whole set' }),
  })
  .meta({ id: 'BulkReviewInput' });
export type BulkReviewInput = z.infer<typeof BulkReviewInput>;

export const LeftOut = z
  .object({
    itemId: z.string(),
    code: z.enum([
      'open_errors',
      'output_changed',
      'already_decided',
      'claimed_by_other',
      'not_reviewable',
      'not_found',
      'schema_violation',
    ]),
    detail: z.string(),
    flags: z.array(Flag).default([]),
  })
  .meta({ id: 'LeftOut' });
export type LeftOut = z.infer<typeof LeftOut>;

export const BulkReviewResult = z
  .object({
    id: z.string(),
    decided: z.array(z.object({ itemId: z.string(), outcome: Outcome })),
    leftOut: z.array(LeftOut),
  })
  .meta({ id: 'BulkReviewResult' });
export type BulkReviewResult = z.infer<typeof BulkReviewResult>;

export const BulkUndoResult = z
  .object({ undone: z.array(z.string()), closed: z.array(z.string()).meta({ description: 'Items whose decision had taken effect' }) })
  .meta({ id: 'BulkUndoResult' });
export type BulkUndoResult = z.infer<typeof BulkUndoResult>;

export const SimilarQuery = z.object({
  checkpoint: CheckpointName,
  phrase: z.string().min(1).max(200).optional().meta({ description: 'Words that the output contains' }),
  rule: z.string().max(120).optional().meta({ description: 'The rule of an open flag' }),
  model: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  cursor: z.string().max(60).optional(),
});
export type SimilarQuery = z.infer<typeof SimilarQuery>;
