import type { FoundProvider, Provider, ProviderInput } from '@countersign/contract';
import type { AbortOptions } from './abort.ts';
import type { Transport } from './transport.ts';

const providerPath = (name: string, rest = ''): string => `/v1/providers/${encodeURIComponent(name)}${rest}`;

/** Where models are asked. Made by {@link Countersign.providers}. */
export class Providers {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** All providers, without their keys. */
  async list({ signal }: AbortOptions = {}): Promise<Provider[]> {
    return (await this.#transport.json<{ providers: Provider[] }>({ path: '/v1/providers', signal })).body.providers;
  }

  /** Adds one or replaces its settings; the key is stored encrypted, and stays as it was when left out. Throws `not_allowed`. */
  async put(
    name: string,
    provider: Pick<ProviderInput, 'kind'> & Partial<ProviderInput>,
    { signal }: AbortOptions = {},
  ): Promise<Provider> {
    return (await this.#transport.json<Provider>({ method: 'PUT', path: providerPath(name), body: provider, signal })).body;
  }

  /** Removes it and its key. Throws `not_found`. */
  async remove(name: string, { signal }: AbortOptions = {}): Promise<void> {
    await this.#transport.json({ method: 'DELETE', path: providerPath(name), signal });
  }

  /** The models it names. Throws `not_found` when it names none or cannot be reached. */
  async models(name: string, { signal }: AbortOptions = {}): Promise<string[]> {
    return (await this.#transport.json<{ models: string[] }>({ path: providerPath(name, '/models'), signal })).body.models;
  }

  /** Servers of models that answer on the server's own machine. */
  async discover({ signal }: AbortOptions = {}): Promise<FoundProvider[]> {
    return (
      await this.#transport.json<{ found: FoundProvider[] }>({
        method: 'POST',
        path: '/v1/providers/discover',
        body: {},
        isRepeatable: true,
        signal,
      })
    ).body.found;
  }
}
