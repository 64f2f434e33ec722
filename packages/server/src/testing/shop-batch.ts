import type { Batch, BatchSettings } from '@countersign/contract';
import { onTestFinished } from 'vitest';
import { type ModelServer, type ModelServerOptions, startModelServer } from './model-server.ts';
import type { TestTeam } from './team.ts';

export const outputSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['text'],
  properties: { text: { type: 'string', minLength: 3, maxLength: 200 } },
};

export const csvOf = (count: number): string =>
  ['sku,name,weight', ...Array.from({ length: count }, (_, at) => `p-${at + 1},Product ${at + 1},${at + 1} g`)].join('\n');

/** A model that writes what the schema asks for about each row. */
export const openModelServer = async (options: ModelServerOptions = {}): Promise<ModelServer> => {
  const server = await startModelServer({ behave: ({ name }) => ({ say: { text: `All about ${name}.` } }), ...options });
  onTestFinished(() => server.stop());
  return server;
};

export const promptText = 'Describe this product: {{ input | json }}';

export const draftSettings = (more: object = {}): BatchSettings['draft'] =>
  ({ provider: 'local', model: 'test-model', prompt: promptText, ...more }) as BatchSettings['draft'];

export async function addProvider({ owner }: TestTeam, model: ModelServer, more: object = {}): Promise<void> {
  const answer = await owner.call('PUT', '/v1/providers/local', { kind: 'openai-compatible', address: model.url, ...more });
  if (!answer.ok) throw new Error(await answer.text());
}

export async function upload({ owner }: TestTeam, body: string | Uint8Array<ArrayBuffer>, name = 'shop.csv'): Promise<Batch> {
  const answer = await owner.call('POST', `/v1/batches?name=${name}`, body as string, { 'content-type': 'application/octet-stream' });
  if (answer.status !== 201) throw new Error(await answer.text());
  return answer.json();
}

export async function ask<T>({ owner }: TestTeam, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await owner.call(method, path, body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Uploads rows, sets what is to be done, and starts. */
export async function startBatch(team: TestTeam, rows: number, settings: object): Promise<Batch> {
  const { id } = await upload(team, csvOf(rows));
  await ask(team, 'PUT', `/v1/batches/${id}`, settings);
  return ask(team, 'POST', `/v1/batches/${id}/start`, {});
}

/** Looks at a batch until it is as wanted. */
export async function until(team: TestTeam, id: string, wanted: (batch: Batch) => boolean): Promise<Batch> {
  for (let round = 0; round < 1_000; round += 1) {
    const batch = await ask<Batch>(team, 'GET', `/v1/batches/${id}`);
    if (wanted(batch)) return batch;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`The batch never became as wanted: ${JSON.stringify(await ask(team, 'GET', `/v1/batches/${id}`))}`);
}
