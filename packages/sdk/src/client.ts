import type {
  Claims,
  ClaimsInput,
  Draft,
  Event,
  GiveBackInput,
  Heartbeat,
  Item,
  ItemHistory,
  ItemSummary,
  Json,
  ListedCheckpoint,
  Me,
  ReviewInput,
  ReviewResult,
  RevisionInput,
  UndoResult,
} from '@countersign/contract';
import type { AbortOptions } from './abort.ts';
import { Batches } from './batches.ts';
import { CheckpointClient, type CheckpointSchemas } from './checkpoint.ts';
import { type EventsOptions, followEvents } from './events.ts';
import { itemPath, type ListOptions, listItems, reviseItem, type WaitOptions, waitUntilSettled, withinTime } from './items.ts';
import { Keys } from './keys.ts';
import { Providers } from './providers.ts';
import type { Schema } from './schema-types.ts';
import { type CountersignOptions, resolveSettings } from './settings.ts';
import { type Call, Transport } from './transport.ts';
import { Workflows } from './workflows.ts';

export type ReviewOfItem = Pick<ReviewInput, 'verdict'> &
  Partial<Omit<ReviewInput, 'verdict' | 'claimNext'>> & { claimNext?: { checkpoint?: string; limit?: number } };

/**
 * A client of one Countersign server. Keeps no connection and no state, so one may be made per request.
 *
 * Every call throws a {@link CountersignError} and nothing else; `network`, `timeout` and `aborted` arise on this side.
 * Calls that are safe to repeat are tried again through short outages.
 */
export class Countersign {
  readonly keys: Keys;
  readonly providers: Providers;
  readonly workflows: Workflows;
  readonly batches: Batches;
  readonly #transport: Transport;

  /** Throws `invalid_input` when the address is none. */
  constructor(options: CountersignOptions = {}) {
    this.#transport = new Transport(resolveSettings(options));
    this.keys = new Keys(this.#transport);
    this.providers = new Providers(this.#transport);
    this.workflows = new Workflows(this.#transport);
    this.batches = new Batches(this.#transport);
  }

  get url(): string {
    return this.#transport.settings.url;
  }

  /** A checkpoint by its name. Its types come from zod schemas, or from JSON Schemas written in place. Sends nothing. */
  checkpoint<const Input extends Schema | undefined = undefined, const Output extends Schema | undefined = undefined>(
    name: string,
    schemas: CheckpointSchemas<Input, Output> = {},
  ): CheckpointClient<Input, Output> {
    return new CheckpointClient(this.#transport, name, schemas);
  }

  /** All checkpoints, with the number of their items in each state; without brand rules and dictionary. */
  async checkpoints({ signal }: AbortOptions = {}): Promise<ListedCheckpoint[]> {
    return (await this.#call<{ checkpoints: ListedCheckpoint[] }>({ path: '/v1/checkpoints', signal })).checkpoints;
  }

  /** Whose key or session this is. Throws `not_signed_in`. */
  me({ signal }: AbortOptions = {}): Promise<Me> {
    return this.#call({ path: '/v1/me', signal });
  }

  /** One item as it is now. Throws `not_found`. */
  item(id: string, { signal }: AbortOptions = {}): Promise<Item> {
    return this.#call({ path: itemPath(id), signal });
  }

  /** Waits until the decision on an item has taken effect. Throws `timeout` after `timeoutMs` milliseconds, `not_found`, `aborted`. */
  wait(id: string, options: WaitOptions = {}): Promise<Item> {
    return withinTime(options, `Item ${id}`, (signal) => waitUntilSettled(this.#transport, id, signal));
  }

  /**
   * Answers a return with a new version of the same item. Throws `not_returned`, `already_revised`, `output_unchanged`,
   * `schema_violation`, `not_found`. See {@link CheckpointClient.revise} for the typed form.
   */
  revise(itemId: string, revision: RevisionInput, { signal }: AbortOptions = {}): Promise<Item & { replayed: boolean }> {
    return reviseItem(this.#transport, itemId, revision, signal);
  }

  /** The revisions and reviews of an item. Throws `not_found`. */
  history(id: string, { signal }: AbortOptions = {}): Promise<ItemHistory> {
    return this.#call({ path: itemPath(id, '/history'), signal });
  }

  /** All items that match, fetched page by page as they are taken; `limit` is the size of a page, 1 to 500. */
  items(options: ListOptions & { include: 'payload' }): AsyncGenerator<Item>;
  items(options?: ListOptions): AsyncGenerator<ItemSummary>;
  items(options: ListOptions & { include?: 'payload' } = {}): AsyncGenerator<ItemSummary> {
    return listItems(this.#transport, options);
  }

  /**
   * What happens, as it happens, until the loop is left or the signal aborts. Reconnects by itself and leaves nothing out
   * after the first event; give `lastEventId` to leave nothing out after a restart either.
   */
  events(options: EventsOptions = {}): AsyncGenerator<Event> {
    return followEvents(this.#transport, options);
  }

  /** Takes the next items to review, or one by its id. Needs a person. Throws `claimed_by_other`, `not_allowed`. */
  claims(input: Partial<ClaimsInput> = {}, { signal }: AbortOptions = {}): Promise<Claims> {
    return this.#call({ method: 'POST', path: '/v1/claims', body: input, signal });
  }

  /** Keeps claims alive. Safe to repeat. */
  heartbeat(itemIds: string[], { signal }: AbortOptions = {}): Promise<Heartbeat> {
    return this.#call({ method: 'POST', path: '/v1/claims/heartbeat', body: { itemIds }, isRepeatable: true, signal });
  }

  /** Frees claims; with `skip` the items pass on to others, and that is counted. */
  giveBack(itemIds: string[], { skip, signal }: Partial<Pick<GiveBackInput, 'skip'>> & AbortOptions = {}): Promise<void> {
    return this.#call({ method: 'POST', path: '/v1/claims/give-back', body: { itemIds, skip: skip ?? false }, signal });
  }

  /**
   * Decides on an item. The same decision again is answered as the first time, so it is tried again through an outage.
   * Throws `already_decided` with `details.context.decision`, `claimed_by_other`, `output_changed`, `not_allowed`.
   */
  decide(itemId: string, review: ReviewOfItem, { signal }: AbortOptions = {}): Promise<ReviewResult> {
    return this.#call({ method: 'POST', path: itemPath(itemId, '/reviews'), body: review, isRepeatable: true, signal });
  }

  /** Takes a decision back before it takes effect; the item is this person's again. Throws `undo_closed`. */
  undo(itemId: string, { signal }: AbortOptions = {}): Promise<UndoResult> {
    return this.#call({ method: 'POST', path: itemPath(itemId, '/undo'), body: {}, signal });
  }

  /** Keeps what a person has typed and not yet decided. */
  saveDraft(itemId: string, output: Json, { signal }: AbortOptions = {}): Promise<Draft> {
    return this.#call({ method: 'PUT', path: itemPath(itemId, '/draft'), body: { output }, signal });
  }

  async #call<T>(call: Call): Promise<T> {
    return (await this.#transport.json<T>(call)).body;
  }
}
