import type { Batch, BatchFormat, BatchSettings, ModelCall, Money, Preview, Run, RunState } from '@countersign/contract';
import type { AbortOptions } from './abort.ts';
import type { Call, Transport } from './transport.ts';

/** What is to be done with rows: a workflow by its name, or a draft for a checkpoint. */
export type BatchSettingsInput = Pick<BatchSettings, 'title' | 'workflow' | 'checkpoint'> & {
  draft?: Pick<NonNullable<BatchSettings['draft']>, 'provider' | 'model' | 'prompt'> & Partial<NonNullable<BatchSettings['draft']>>;
  mapping?: Partial<BatchSettings['mapping']>;
  budget?: Money | null;
};

export interface UploadOptions extends AbortOptions {
  /** Name of the file; its end tells the format. */
  name: string;
  format?: BatchFormat | undefined;
}

/** Longest upload of a file, in milliseconds. */
const longestUploadMs = 3_600_000;
const batchPath = (id: string, rest = ''): string => `/v1/batches/${encodeURIComponent(id)}${rest}`;

/** Files of rows that models draft, from upload to export. Made by {@link Countersign.batches}. */
export class Batches {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Uploads a file. Nothing is drafted yet. Throws `invalid_input` for a file without rows, `payload_too_large`. */
  upload(file: Blob | Uint8Array<ArrayBuffer> | string, { name, format, signal }: UploadOptions): Promise<Batch> {
    return this.#call({ method: 'POST', path: '/v1/batches', query: { name, format }, file, timeoutMs: longestUploadMs, signal });
  }

  /** The newest batches, at most 100. */
  async list({ signal }: AbortOptions = {}): Promise<Batch[]> {
    return (await this.#call<{ batches: Batch[] }>({ path: '/v1/batches', signal })).batches;
  }

  /** A batch with its progress, cost and estimate. Throws `not_found`. */
  get(id: string, { signal }: AbortOptions = {}): Promise<Batch> {
    return this.#call({ path: batchPath(id), signal });
  }

  /** Sets what is to be done, until the batch is started. Throws `invalid_input` and `invalid_schema` with a pointer. */
  set(id: string, settings: BatchSettingsInput, { signal }: AbortOptions = {}): Promise<Batch> {
    return this.#call({ method: 'PUT', path: batchPath(id), body: settings, signal });
  }

  /** The prompt for a row exactly as it would be sent, by settings that need not be stored. Calls no model. */
  preview(
    id: string,
    { row = 1, settings, signal }: { row?: number; settings?: BatchSettingsInput } & AbortOptions = {},
  ): Promise<Preview> {
    return this.#call({
      method: 'POST',
      path: batchPath(id, '/preview'),
      body: { row, ...(settings && { settings }) },
      isRepeatable: true,
      signal,
    });
  }

  /** Drafts the first rows and holds them, so that what they took tells what all will take. */
  trial(id: string, { rows = 10, signal }: { rows?: number } & AbortOptions = {}): Promise<Batch> {
    return this.#steer(id, 'trial', { rows }, signal);
  }

  /** Drafts all rows; the drafts of the trial count. */
  start(id: string, { signal }: AbortOptions = {}): Promise<Batch> {
    return this.#steer(id, 'start', {}, signal);
  }

  /** Makes no further call. */
  pause(id: string, { signal }: AbortOptions = {}): Promise<Batch> {
    return this.#steer(id, 'pause', {}, signal);
  }

  /** Goes on, with another budget if one is given. */
  resume(id: string, { budget, signal }: { budget?: Money | null } & AbortOptions = {}): Promise<Batch> {
    return this.#steer(id, 'resume', budget === undefined ? {} : { budget }, signal);
  }

  /** Drafts nothing more of it. */
  cancel(id: string, { signal }: AbortOptions = {}): Promise<Batch> {
    return this.#steer(id, 'cancel', {}, signal);
  }

  /** Drafts once more what failed. */
  retry(id: string, { signal }: AbortOptions = {}): Promise<Batch> {
    return this.#steer(id, 'retry', {}, signal);
  }

  /** The rows in the order of the file, page by page as they are taken. */
  async *runs(id: string, { state, signal }: { state?: RunState } & AbortOptions = {}): AsyncGenerator<Run> {
    let cursor: string | undefined;
    do {
      const page: { runs: Run[]; nextCursor: string | null } = await this.#call({
        path: batchPath(id, '/runs'),
        query: { limit: 200, state, cursor },
        signal,
      });
      yield* page.runs;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }

  /** The calls of models for a row, each with its prompt as it was sent. Throws `not_allowed` for who is no owner. */
  async calls(runId: string, { signal }: AbortOptions = {}): Promise<ModelCall[]> {
    return (await this.#call<{ calls: ModelCall[] }>({ path: `/v1/runs/${encodeURIComponent(runId)}/calls`, signal })).calls;
  }

  /** All rows as the bytes of a file: their own columns, the result, the decision and who decided. */
  export(id: string, { format = 'csv', signal }: { format?: BatchFormat } & AbortOptions = {}): Promise<AsyncGenerator<Uint8Array>> {
    return this.#transport.stream({ path: batchPath(id, '/export'), query: { format }, signal }, { accept: '*/*' });
  }

  // Each act is safe to repeat: a batch that is started or paused already stays so.
  #steer(id: string, act: string, body: unknown, signal: AbortSignal | undefined): Promise<Batch> {
    return this.#call({ method: 'POST', path: batchPath(id, `/${act}`), body, isRepeatable: true, signal });
  }

  async #call<T>(call: Call): Promise<T> {
    return (await this.#transport.json<T>(call)).body;
  }
}
