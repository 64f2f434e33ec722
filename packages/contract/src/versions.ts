import { z } from 'zod';
import { Instant } from './json.ts';

const Share = z
  .object({ count: z.int(), rate: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'Share', description: 'A share with its 95 % interval (Wilson)' });
const Mean = z
  .object({ mean: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'Mean', description: 'A mean with its 95 % interval (bootstrap)' });
const Difference = z
  .object({ difference: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'Difference', description: 'After minus before, with its 95 % interval; on the same kinds of items' });

/** What people made of what one model wrote by one prompt, at their first look at it. */
export const VersionResult = z
  .object({
    model: z.string().nullable(),
    prompt: z.string().nullable().meta({ description: 'Workflow and version, or `prompt` of the metadata' }),
    firstAt: Instant,
    lastAt: Instant,
    items: z.int(),
    edited: Share,
    rejected: Share,
    returned: Share,
    distance: z
      .union([Mean, z.null()])
      .meta({ description: 'Share of the words that an item had changed, 0 to 1; 0 for what was approved as it came' }),
    seconds: z.union([Mean, z.null()]).meta({ description: 'Active seconds of the reviewer per item' }),
  })
  .meta({ id: 'VersionResult' });
export type VersionResult = z.infer<typeof VersionResult>;

export const VersionComparison = z
  .object({
    before: z.int().meta({ description: 'Place in `versions`' }),
    after: z.int(),
    kinds: z.int().meta({ description: 'Kinds of items (severity, category, length) that both versions have' }),
    items: z.object({ before: z.int(), after: z.int() }).meta({ description: 'Of those kinds; others are left out' }),
    edited: Difference,
    rejected: Difference,
    distance: z.union([Difference, z.null()]),
    seconds: z.union([Difference, z.null()]),
  })
  .meta({ id: 'VersionComparison' });
export type VersionComparison = z.infer<typeof VersionComparison>;

export const VersionReport = z
  .object({
    versions: z.array(VersionResult).meta({ description: 'In the order in which they came' }),
    comparisons: z
      .array(VersionComparison)
      .meta({ description: 'Each version with the one before it; none where they share no kind of items' }),
    items: z.int().meta({ description: 'How many reviewed items were looked at, the newest' }),
    isWhole: z.boolean().meta({ description: 'Whether those were all' }),
  })
  .meta({ id: 'VersionReport' });
export type VersionReport = z.infer<typeof VersionReport>;
