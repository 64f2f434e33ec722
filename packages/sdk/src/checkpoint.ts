import type {
  Checkpoint,
  CheckpointInput,
  CheckpointWithCounts,
  DatasetQuery,
  ExportedItem,
  ExportFormat,
  Item,
  ItemState,
} from '@countersign/contract';
import type { AbortOptions } from './abort.ts';
import { type ImportOptions, type ImportProgress, importLines, type Lines, submitMany } from './import.ts';
import { reviseItem, type WaitOptions, withinTime } from './items.ts';
import { toJsonSchema } from './json-schema.ts';
import { readNdjson } from './ndjson.ts';
import type { OnReturn } from './returned.ts';
import { type OnConflict, type Reviewed, reviewItem } from './review.ts';
import type { Infer, Schema } from './schema-types.ts';
import type { Revising, Submission, Submitted } from './submission.ts';
import type { Call, Transport } from './transport.ts';

export interface CheckpointSchemas<Input, Output> {
  /** What the AI saw: a zod schema or a JSON Schema. */
  input?: Input;
  /** What the AI proposes: a zod schema or a JSON Schema. */
  output?: Output;
}

export type CheckpointSettings = Pick<CheckpointInput, 'title'> & Partial<Omit<CheckpointInput, 'title' | 'inputSchema' | 'outputSchema'>>;

export interface ExportOptions extends AbortOptions {
  state?: ItemState | undefined;
}

export type TypedExport<Input, Output> = Omit<ExportedItem, 'input' | 'output' | 'proposed'> & {
  input: Input;
  output: Output;
  proposed: Output;
};

/** A named place where AI work waits for a decision. Made by {@link Countersign.checkpoint}. */
export class CheckpointClient<InputSchema = undefined, OutputSchema = undefined, Input = Infer<InputSchema>, Output = Infer<OutputSchema>> {
  readonly name: string;
  readonly #transport: Transport;
  readonly #schemas: CheckpointSchemas<InputSchema, OutputSchema>;

  constructor(transport: Transport, name: string, schemas: CheckpointSchemas<InputSchema, OutputSchema>) {
    this.#transport = transport;
    this.name = name;
    this.#schemas = schemas;
  }

  /**
   * Creates the checkpoint, or brings it to these settings. Safe to call at every start.
   * Throws `invalid_schema`, `invalid_input`, `not_allowed`.
   */
  async put(settings: CheckpointSettings, { signal }: AbortOptions = {}): Promise<Checkpoint> {
    const { input, output } = this.#schemas;
    const body = {
      ...settings,
      ...(input !== undefined && { inputSchema: await toJsonSchema(input as Schema) }),
      ...(output !== undefined && { outputSchema: await toJsonSchema(output as Schema) }),
    };
    return (await this.#transport.json<Checkpoint>({ method: 'PUT', path: this.#path(), body, signal })).body;
  }

  /** The checkpoint with the number of its items in each state. Throws `not_found`. */
  async get({ signal }: AbortOptions = {}): Promise<CheckpointWithCounts> {
    return (await this.#transport.json<CheckpointWithCounts>({ path: this.#path(), signal })).body;
  }

  /**
   * Hands in one piece of work and comes back at once. The same key with the same content gives the same item.
   * Throws `schema_violation` with a pointer, `key_conflict`, `not_found` when the checkpoint does not exist.
   */
  async submit(submission: Submission<Input, Output>, { signal }: AbortOptions = {}): Promise<Submitted<Input, Output>> {
    return this.#submit(submission, { signal });
  }

  /**
   * Hands in one piece of work and waits until the decision on it has taken effect, be it seconds or weeks. Outages and
   * restarts of either side do no harm: calling again with the same key finds the same item and its decision.
   * With `onReturn`, what a reviewer sends back is answered with a new version and waited for again. Throws what `submit` and
   * `onReturn` throw, `timeout` after `timeoutMs` milliseconds (the item goes on waiting), `aborted`.
   */
  async review({
    onConflict = 'fail',
    onReturn,
    signal,
    timeoutMs,
    ...submission
  }: Omit<Submission<Input, Output>, 'supersede'> &
    WaitOptions & {
      onConflict?: OnConflict | undefined;
      onReturn?: OnReturn<Input, Output> | undefined;
    }): Promise<Reviewed<Input, Output>> {
    return withinTime({ signal, timeoutMs }, `"${submission.key}"`, (scope) =>
      reviewItem<Input, Output>(this.#transport, {
        submission: submission as Submission<Input, Output>,
        onConflict,
        onReturn,
        submit: (work, workSignal) => this.#submit(work, { signal: workSignal, retries: 0 }),
        signal: scope,
      }),
    );
  }

  /**
   * Answers a return with a new version of the same item, which then waits again. The same answer again gives the same item; name
   * the return that it answers (`returnId: item.decision.id`), so that a repeat never answers a later one.
   * Throws `not_returned`, `already_revised`, `output_unchanged`, `schema_violation`, `not_found`.
   */
  async revise(itemId: string, revision: Revising<Output>, { signal }: AbortOptions = {}): Promise<Submitted<Input, Output>> {
    return reviseItem<Submitted<Input, Output>>(this.#transport, itemId, revision, signal);
  }

  /**
   * Hands in any number of items with flat memory: takes them only as fast as the server does. A bad one is reported by its
   * line, counted from 1, and stops nothing. Running the same input again is safe; what was accepted counts as replayed.
   * Throws on an outage longer than the further tries, with `details.context.progress` telling how far it came.
   */
  async submitMany(
    items: AsyncIterable<Submission<Input, Output>> | Iterable<Submission<Input, Output>>,
    options: ImportOptions = {},
  ): Promise<ImportProgress> {
    return submitMany(this.#transport, this.#path('/items/import'), items, options);
  }

  /** Like `submitMany`, for lines that are JSON already; blank ones are left out. A line may bring its own number. */
  async importLines(lines: Lines, options: ImportOptions = {}): Promise<ImportProgress> {
    return importLines(this.#transport, this.#path('/items/import'), lines, options);
  }

  /** All items of the checkpoint, streamed. Throws `network` when the stream breaks; it then has to be asked for again. */
  async *export(options: ExportOptions = {}): AsyncGenerator<TypedExport<Input, Output>> {
    yield* readNdjson<TypedExport<Input, Output>>(await this.exportBytes({ ...options, format: 'jsonl' }));
  }

  /** The export as the bytes of a file. */
  async exportBytes({ format, state, signal }: ExportOptions & { format: ExportFormat }): Promise<AsyncGenerator<Uint8Array>> {
    const accept = format === 'csv' ? 'text/csv' : 'application/x-ndjson';
    return this.#transport.stream({ path: this.#path('/export'), query: { format, state }, signal }, { accept });
  }

  /** Decided work as a data set, as the bytes of a file with one JSON object per line. Throws `not_found`. */
  async datasetBytes({
    signal,
    ...query
  }: Partial<DatasetQuery> & Pick<DatasetQuery, 'as'> & AbortOptions): Promise<AsyncGenerator<Uint8Array>> {
    return this.#transport.stream({ path: this.#path('/dataset'), query, signal }, { accept: 'application/x-ndjson' });
  }

  async #submit(submission: Submission<Input, Output>, options: Pick<Call, 'signal' | 'retries'>): Promise<Submitted<Input, Output>> {
    const { body, replayed } = await this.#transport.json<Item>({
      method: 'POST',
      path: this.#path('/items'),
      body: submission,
      isRepeatable: true,
      ...options,
    });
    return { ...(body as Submitted<Input, Output>), replayed };
  }

  #path(rest = ''): string {
    return `/v1/checkpoints/${encodeURIComponent(this.name)}${rest}`;
  }
}
