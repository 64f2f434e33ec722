import type { Json, JsonObject, Run, Workflow, WorkflowInput } from '@countersign/contract';
import type { AbortOptions } from './abort.ts';
import type { Transport } from './transport.ts';

/** One piece of work for a workflow. */
export interface RunStart {
  /** The caller's own name for it: the same key again is the same run. */
  key: string;
  input: Json;
  /** Where it enters; the first step when left out. */
  step?: string;
  /** What a checkpoint step is to decide on, for work that enters at one. */
  output?: Json;
  /** Results of earlier steps by their names. */
  outputs?: JsonObject;
}

const workflowPath = (name: string, rest = ''): string => `/v1/workflows/${encodeURIComponent(name)}${rest}`;

/** Steps that work goes through: drafts, checkpoints, delivery. Made by {@link Countersign.workflows}. */
export class Workflows {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  async list({ signal }: AbortOptions = {}): Promise<Workflow[]> {
    return (await this.#transport.json<{ workflows: Workflow[] }>({ path: '/v1/workflows', signal })).body.workflows;
  }

  /** Throws `not_found`. */
  async get(name: string, { signal }: AbortOptions = {}): Promise<Workflow> {
    return (await this.#transport.json<Workflow>({ path: workflowPath(name), signal })).body;
  }

  /** Creates it, or makes its next version; the same steps again change nothing. Throws `invalid_input` with a pointer to the step. */
  async put(
    name: string,
    workflow: Pick<WorkflowInput, 'steps'> & Partial<WorkflowInput>,
    { signal }: AbortOptions = {},
  ): Promise<Workflow> {
    return (await this.#transport.json<Workflow>({ method: 'PUT', path: workflowPath(name), body: workflow, signal })).body;
  }

  /** Sends one piece of work through the present version. Safe to repeat. */
  async start(name: string, run: RunStart, { signal }: AbortOptions = {}): Promise<Run & { replayed: boolean }> {
    const call = { method: 'POST' as const, path: workflowPath(name, '/runs'), body: run, isRepeatable: true, signal };
    const { body, replayed } = await this.#transport.json<Run>(call);
    return { ...body, replayed };
  }

  /** Where a run is, and why. Throws `not_found`. */
  async run(id: string, { signal }: AbortOptions = {}): Promise<Run> {
    return (await this.#transport.json<Run>({ path: `/v1/runs/${encodeURIComponent(id)}`, signal })).body;
  }
}
