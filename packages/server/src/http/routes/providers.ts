import { CountersignError, FoundProvider, PlainName, Provider, ProviderInput } from '@countersign/contract';
import { listProviders, openProvider, putProvider, removeProvider, requireRight } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { findLocalModels, listModels } from '../../drafting/discover.ts';
import type { App, Parts } from '../app-types.ts';
import { readJson, route } from '../route.ts';

const params = z.object({ name: PlainName });
const tag = 'Providers';

export function providerRoutes(app: OpenAPIHono<App>, { keySecret, models }: Parts): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/providers',
      tag,
      summary: 'All providers of models, without their keys',
      answers: { 200: { description: 'By name, and the recorded drafts', schema: z.object({ providers: z.array(Provider) }) } },
    },
    async (c) => c.json({ providers: await listProviders({ ctx: c.get('actor') }) }),
  );

  route(
    app,
    {
      method: 'put',
      path: '/v1/providers/{name}',
      tag,
      summary: 'Add a provider or replace its settings',
      description: 'The key is stored encrypted and never answered. Left out, it stays as it was.',
      params,
      body: ProviderInput,
      answers: { 200: { description: 'The provider as it is now', schema: Provider }, 201: { description: 'Added', schema: Provider } },
    },
    async (c) => {
      const name = c.req.param('name') as string;
      const { provider, created } = await putProvider({ ctx: c.get('actor'), name, input: await readJson(c), secret: keySecret });
      return c.json(provider, created ? 201 : 200);
    },
  );

  route(
    app,
    {
      method: 'delete',
      path: '/v1/providers/{name}',
      tag,
      summary: 'Remove a provider and its key',
      params,
      answers: { 204: { description: 'Removed' } },
    },
    async (c) => {
      await removeProvider({ ctx: c.get('actor'), name: c.req.param('name') as string });
      return c.body(null, 204);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/providers/{name}/models',
      tag,
      summary: 'The models that a provider names, which shows that it can be reached',
      params,
      answers: { 200: { description: 'By their names', schema: z.object({ models: z.array(z.string()) }) } },
    },
    async (c) => {
      const ctx = c.get('actor');
      requireRight(ctx, 'provider.read');
      const provider = await openProvider(ctx, c.req.param('name') as string, keySecret);
      if (provider.isRecorded) return c.json({ models: ['shop-writer-1'] });
      const address = provider.address ?? (provider.kind === 'openai' ? 'https://api.openai.com/v1' : null);
      const found = address === null ? null : await listModels(address, { key: provider.key, fetch: models.fetch, ms: 5_000 });
      if (found === null)
        throw new CountersignError(
          'not_found',
          `${provider.name} names no models: check its address and key, or write the name of the model yourself.`,
        );
      return c.json({ models: found });
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/providers/discover',
      tag,
      summary: 'Look for servers of models on this machine',
      description: 'Ollama, vLLM, llama.cpp and LM Studio at their usual ports, in less than a second.',
      answers: { 200: { description: 'What answers', schema: z.object({ found: z.array(FoundProvider) }) } },
    },
    async (c) => {
      requireRight(c.get('actor'), 'provider.read');
      return c.json({ found: await findLocalModels(models.fetch) });
    },
  );
}
