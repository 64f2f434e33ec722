import { z } from 'zod';
import { Instant, Json } from './json.ts';

export const ExamplesQuery = z.object({
  input: z.string().min(1).max(20_000).meta({ description: 'What the AI is about to work on: JSON, or plain text' }),
  k: z.coerce.number().int().min(1).max(50).default(5),
  except: z.string().max(60).optional().meta({ description: 'Never this item' }),
});

/** A past correction, to be shown to a model. */
export const Example = z
  .object({
    itemId: z.string(),
    outcome: z.enum(['edited', 'approved']),
    decidedAt: Instant,
    similarity: z.number().meta({ description: 'How like its input is to the one asked for, 0 to 1' }),
    input: Json,
    proposed: Json.meta({ description: 'What the AI had written' }),
    output: Json.meta({ description: 'What went out' }),
  })
  .meta({ id: 'Example' });
export type Example = z.infer<typeof Example>;

export const Examples = z.object({ examples: z.array(Example) }).meta({ id: 'Examples' });
