import type { Key, KeyInput, NewKey } from '@countersign/contract';
import type { AbortOptions } from './abort.ts';
import type { Transport } from './transport.ts';

/** API keys: `service` keys submit work, `personal` keys act for a person. */
export class Keys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes a key. Its secret is in the answer this once. Throws `not_allowed`. */
  async create(input: KeyInput, { signal }: AbortOptions = {}): Promise<NewKey> {
    return (await this.#transport.json<NewKey>({ method: 'POST', path: '/v1/keys', body: input, signal })).body;
  }

  /** All keys in use, without their secrets. Throws `not_allowed`. */
  async list({ signal }: AbortOptions = {}): Promise<Key[]> {
    return (await this.#transport.json<{ keys: Key[] }>({ path: '/v1/keys', signal })).body.keys;
  }

  /** Ends a key at once. Throws `not_found`, `not_allowed`. */
  async revoke(id: string, { signal }: AbortOptions = {}): Promise<void> {
    await this.#transport.json({ method: 'DELETE', path: `/v1/keys/${encodeURIComponent(id)}`, signal });
  }
}
