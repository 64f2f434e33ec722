import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { ProviderKind } from '@countersign/contract';
import type { OpenProvider } from '@countersign/engine';
import type { LanguageModel } from 'ai';

type Fetch = typeof globalThis.fetch;

/** Schemas of people are not written in the narrow form that strict modes ask for; answers are checked here against the whole schema. */
export const providerOptions = { openai: { strictJsonSchema: false }, openaiCompatible: { strictJsonSchema: false } };

const open: Record<ProviderKind, (provider: OpenProvider, model: string, fetch: Fetch) => LanguageModel> = {
  openai: ({ key, address }, model, fetch) => createOpenAI({ apiKey: key ?? '', fetch, ...(address && { baseURL: address }) })(model),
  anthropic: ({ key, address }, model, fetch) => createAnthropic({ apiKey: key ?? '', fetch, ...(address && { baseURL: address }) })(model),
  google: ({ key, address }, model, fetch) => createGoogle({ apiKey: key ?? '', fetch, ...(address && { baseURL: address }) })(model),
  'openai-compatible': ({ key, address, name }, model, fetch) =>
    createOpenAICompatible({
      name,
      baseURL: address ?? '',
      fetch,
      supportsStructuredOutputs: true,
      includeUsage: true,
      ...(key !== null && { apiKey: key }),
    })(model),
};

export const openModel = (provider: OpenProvider, model: string, fetch: Fetch): LanguageModel =>
  open[provider.kind](provider, model, fetch);
