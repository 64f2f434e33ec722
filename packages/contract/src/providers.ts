import { z } from 'zod';
import { CheckpointName } from './checkpoints.ts';
import { Instant } from './json.ts';
import { ModelPrice } from './money.ts';

/** Names of providers, workflows and steps: small letters and digits, with single - _ . between them. */
export const PlainName = CheckpointName.meta({ example: 'local' });

/** openai, anthropic and google speak their own protocol; openai-compatible is any address that speaks OpenAI's. */
export const ProviderKind = z.enum(['openai', 'anthropic', 'google', 'openai-compatible']).meta({ id: 'ProviderKind' });
export type ProviderKind = z.infer<typeof ProviderKind>;

export const ModelName = z.string().trim().min(1).max(200).meta({ example: 'gpt-5-mini' });

export const ProviderInput = z
  .strictObject({
    kind: ProviderKind,
    address: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable()
      .default(null)
      .meta({ description: 'Base address such as http://localhost:11434/v1; null for the own one of openai, anthropic and google' }),
    key: z
      .string()
      .min(1)
      .max(2_000)
      .nullable()
      .optional()
      .meta({ description: 'The key of the provider: stored encrypted and never answered. null removes it; left out: as it was' }),
    concurrency: z.int().min(1).max(1_000).default(8).meta({ description: 'Calls under way at once, over all processes' }),
    callsPerMinute: z.int().min(1).max(1_000_000).nullable().default(null).meta({ description: 'null for no limit' }),
    timeoutSeconds: z
      .int()
      .min(1)
      .max(3_600)
      .default(120)
      .meta({ description: 'How long one call may take; streamed: how long it may be silent' }),
    isStreamed: z
      .boolean()
      .default(false)
      .meta({ description: 'Receive answers piece by piece: a slow model is not taken for a dead one' }),
    prices: z.record(ModelName, ModelPrice).default({}).meta({ description: 'By model; a model without a price counts as free' }),
  })
  .meta({ id: 'ProviderInput' });
export type ProviderInput = z.infer<typeof ProviderInput>;

export const Provider = ProviderInput.omit({ key: true })
  .extend({
    name: PlainName,
    hasKey: z.boolean(),
    isRecorded: z.boolean().meta({ description: 'Answers with the recorded drafts of the sample shop; no model is called' }),
    pausedUntil: Instant.nullable().meta({ description: 'Until when the provider asked to be left alone; null when it did not' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Provider' });
export type Provider = z.infer<typeof Provider>;

/** Servers of local models, and where they listen when nobody says otherwise. Each can be used under its name without being added. */
export const localAddresses = {
  ollama: 'http://127.0.0.1:11434/v1',
  vllm: 'http://127.0.0.1:8000/v1',
  'llama.cpp': 'http://127.0.0.1:8080/v1',
  'lm-studio': 'http://127.0.0.1:1234/v1',
} as const;
export type LocalProduct = keyof typeof localAddresses;

export const FoundProvider = z
  .object({
    product: z
      .enum(Object.keys(localAddresses) as [LocalProduct, ...LocalProduct[]])
      .meta({ description: 'What usually listens at this address; also the name of the provider' }),
    address: z.string(),
    models: z.array(z.string()),
  })
  .meta({ id: 'FoundProvider' });
export type FoundProvider = z.infer<typeof FoundProvider>;

/** The provider that needs no model: it answers with the recorded drafts of the sample shop. */
export const recordedProvider = 'recorded';
