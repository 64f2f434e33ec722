import { CountersignError } from '@countersign/contract';
import { type AbortOptions, abortError, openScope, type Scope } from './abort.ts';
import { readChunks } from './chunks.ts';
import { errorFromResponse } from './problem.ts';
import { atMost, retrying } from './retry.ts';
import type { Settings } from './settings.ts';

type QueryValue = string | number | undefined;

export interface Call extends AbortOptions {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  path: string;
  query?: Record<string, QueryValue>;
  /** Sent as JSON. */
  body?: unknown;
  /** Lines of JSON, sent as they are. */
  ndjson?: string;
  /** Sent as it is. */
  file?: Blob | Uint8Array<ArrayBuffer> | string;
  headers?: Record<string, string>;
  timeoutMs?: number;
  /** Whether a POST may be sent twice. GET and PUT always may; a DELETE never. */
  isRepeatable?: boolean;
  /** Instead of the client's own number of further tries. */
  retries?: number;
}

export interface Answer<T> {
  body: T;
  /** The server had done this before and answers with what came of it. */
  replayed: boolean;
}

interface Opened {
  response: Response;
  scope: Scope;
}

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

const queryString = (query: Record<string, QueryValue> = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : '';
};

const isRepeatable = ({ method = 'GET', isRepeatable = false }: Call): boolean => method === 'GET' || method === 'PUT' || isRepeatable;

/** Sends requests: one error class, a time limit for each try, and further tries where a repeat does no harm. */
export class Transport {
  readonly settings: Settings;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Sends a call and reads a JSON answer; `undefined` where the answer is empty. */
  async json<T>(call: Call): Promise<Answer<T>> {
    return this.#retry(call, async () => {
      const { response, scope } = await this.#open(call, 'application/json');
      try {
        const text = await response.text();
        const replayed = response.headers.get('idempotent-replayed') === 'true';
        return { body: text === '' ? (undefined as T) : this.#parse<T>(text), replayed };
      } catch (error) {
        throw this.#toError(error, scope.signal);
      } finally {
        scope.close();
      }
    });
  }

  /** Opens a stream of bytes. The time limit holds until the first byte, then for the silence between two pieces. */
  async stream(call: Call, { accept, idleMs = 60_000 }: { accept: string; idleMs?: number }): Promise<AsyncGenerator<Uint8Array>> {
    const { response, scope } = await this.#retry(call, () => this.#open(call, accept));
    scope.stopTimer();
    return this.#pieces(response, scope, idleMs);
  }

  async *#pieces(response: Response, scope: Scope, idleMs: number): AsyncGenerator<Uint8Array> {
    try {
      yield* readChunks(response, idleMs);
    } catch (error) {
      throw this.#toError(error, scope.signal);
    } finally {
      scope.close();
    }
  }

  #retry<T>(call: Call, run: () => Promise<T>): Promise<T> {
    const retries = isRepeatable(call) ? (call.retries ?? this.settings.maxRetries) : 0;
    return retrying(run, { isWorthRetrying: atMost(retries), signal: call.signal });
  }

  async #open(call: Call, accept: string): Promise<Opened> {
    const { url, key, fetch } = this.settings;
    const timeoutMs = call.timeoutMs ?? this.settings.timeoutMs;
    const scope = openScope(call.signal, timeoutMs, () => this.#tooSlow(timeoutMs));
    try {
      const response = await fetch(`${url}${call.path}${queryString(call.query)}`, {
        method: call.method ?? 'GET',
        headers: {
          accept,
          ...(key && { authorization: `Bearer ${key}` }),
          ...(call.ndjson !== undefined && { 'content-type': 'application/x-ndjson' }),
          ...(call.file !== undefined && { 'content-type': 'application/octet-stream' }),
          ...(call.body !== undefined && { 'content-type': 'application/json' }),
          ...call.headers,
        },
        ...(call.ndjson !== undefined && { body: call.ndjson }),
        ...(call.file !== undefined && { body: call.file }),
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
        signal: scope.signal,
      });
      if (!response.ok) throw await errorFromResponse(response, url);
      return { response, scope };
    } catch (error) {
      scope.close();
      throw this.#toError(error, scope.signal);
    }
  }

  #parse<T>(text: string): T {
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new CountersignError(
        'invalid_json',
        `${this.settings.url} answered with something that is not JSON. Check that the address is that of Countersign itself.`,
        { cause },
      );
    }
  }

  #tooSlow(timeoutMs: number): CountersignError {
    return new CountersignError(
      'timeout',
      `${this.settings.url} gave no full answer within ${seconds(timeoutMs)}. Try again, or allow more with timeoutMs.`,
    );
  }

  #toError(error: unknown, signal: AbortSignal): CountersignError {
    if (signal.aborted) return abortError(signal);
    if (error instanceof CountersignError) return error;
    return new CountersignError(
      'network',
      `${this.settings.url} could not be reached, or the connection broke. Check that the server runs and that the address is right.`,
      { cause: error },
    );
  }
}
