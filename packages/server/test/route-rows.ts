import { plantLesson } from '@countersign/engine/testing';
import type { TestTeam } from '../src/testing/index.ts';

/** What a request names: things of a workspace, or of none. */
export interface Target {
  checkpoint: string;
  item: string;
  key: string;
  /** A bulk review of the owner. */
  bulk: string;
  provider: string;
  workflow: string;
  /** Uploaded, with its settings, and not started. */
  batch: string;
  run: string;
  /** Proposed, and a word for a word. */
  lesson: string;
}

export const nowhere: Target = {
  checkpoint: 'never-was',
  item: 'item_00000000000000000000000000',
  key: 'key_00000000000000000000000000',
  bulk: 'bulk-00000000',
  provider: 'no-provider',
  workflow: 'no-workflow',
  batch: 'batch_00000000000000000000000000',
  run: 'run_00000000000000000000000000',
  lesson: 'lesson_00000000000000000000000000',
};

export type Role = 'owner' | 'lead' | 'reviewer' | 'service' | 'revoked' | 'stranger';

/** Statuses for owner, reviewer and service key; who has no right of any kind is answered 401. */
type Expected = [owner: number, reviewer: number, service: number, stranger?: number];

export interface Row {
  expected: Expected;
  /** The status for a lead, where it is not the one for a reviewer. */
  lead?: number;
  path(target: Target): string;
  body?(target: Target): unknown;
  /** Names something by an id or a name. */
  names: boolean;
}

const row = (expected: Expected, path: Row['path'], body?: Row['body'], { lead }: Pick<Row, 'lead'> = {}): Row => {
  const others: Target = {
    checkpoint: 'other',
    item: 'item_other',
    key: 'key_other',
    bulk: 'bulk-other',
    provider: 'other-provider',
    workflow: 'other-workflow',
    batch: 'batch_other',
    run: 'run_other',
    lesson: 'lesson_other',
  };
  const [one, other] = [nowhere, others].map((target) => path(target) + JSON.stringify(body?.(target)));
  return { expected, path, ...(body && { body }), ...(lead && { lead }), names: one !== other };
};

let keys = 0;
const flag = {
  id: 'flag_none',
  path: '',
  start: 0,
  end: 1,
  kind: 'spelling',
  level: 'warning',
  message: 'x',
  replacements: [],
  source: { checker: 'test', rule: 'test' },
};
const newItem = () => ({ key: `row-${++keys}`, input: 1, output: 'x' });

const draft = { provider: 'recorded', model: 'shop-writer-1', prompt: 'Describe {{ input | json }}' };
const steps = ({ checkpoint }: Target) => ({ steps: [{ draft: 'write', ...draft }, { checkpoint }] });
const onBatch = (expected: Expected, act: string, body: unknown = {}) =>
  row(
    expected,
    ({ batch }) => `/v1/batches/${batch}/${act}`,
    () => body,
  );

/** Every route of the API: how to call it, and who may. A route without a row fails the tests that read this. */
export const rows: Record<string, Row> = {
  'PUT /v1/checkpoints/{name}': row(
    [200, 403, 403],
    ({ checkpoint }) => `/v1/checkpoints/${checkpoint}`,
    ({ checkpoint }) => ({ title: checkpoint }),
  ),
  'GET /v1/checkpoints/{name}': row([200, 200, 200], ({ checkpoint }) => `/v1/checkpoints/${checkpoint}`),
  'GET /v1/checkpoints': row([200, 200, 200], () => '/v1/checkpoints'),
  'POST /v1/checkpoints/{name}/items': row([201, 403, 201], ({ checkpoint }) => `/v1/checkpoints/${checkpoint}/items`, newItem),
  'POST /v1/checkpoints/{name}/items/import': row(
    [200, 403, 200],
    ({ checkpoint }) => `/v1/checkpoints/${checkpoint}/items/import`,
    newItem,
  ),
  'GET /v1/checkpoints/{name}/export': row([200, 200, 200], ({ checkpoint }) => `/v1/checkpoints/${checkpoint}/export`),
  'GET /v1/checkpoints/{name}/examples': row([200, 200, 200], ({ checkpoint }) => `/v1/checkpoints/${checkpoint}/examples?input=x`),
  'GET /v1/checkpoints/{name}/dataset': row([200, 200, 200], ({ checkpoint }) => `/v1/checkpoints/${checkpoint}/dataset?as=sft`),
  'GET /v1/checkpoints/{name}/versions': row([200, 200, 200], ({ checkpoint }) => `/v1/checkpoints/${checkpoint}/versions`),
  'GET /v1/items': row([200, 200, 200], ({ checkpoint }) => `/v1/items?checkpoint=${checkpoint}`),
  'GET /v1/items/{id}': row([200, 200, 200], ({ item }) => `/v1/items/${item}?wait=0.05`),
  'POST /v1/items/{id}/revisions': row(
    [409, 403, 409],
    ({ item }) => `/v1/items/${item}/revisions`,
    () => ({ output: 'another' }),
  ),
  'GET /v1/items/{id}/history': row([200, 200, 200], ({ item }) => `/v1/items/${item}/history`),
  'POST /v1/claims': row(
    [200, 200, 403],
    () => '/v1/claims',
    ({ item }) => ({ item }),
  ),
  'POST /v1/claims/heartbeat': row(
    [200, 200, 403],
    () => '/v1/claims/heartbeat',
    ({ item }) => ({ itemIds: [item] }),
  ),
  'POST /v1/claims/give-back': row(
    [204, 204, 403],
    () => '/v1/claims/give-back',
    ({ item }) => ({ itemIds: [item], skip: true }),
  ),
  'POST /v1/items/{id}/reviews': row(
    [200, 200, 403],
    ({ item }) => `/v1/items/${item}/reviews`,
    ({ checkpoint }) => ({ verdict: 'approve', claimNext: { checkpoint } }),
  ),
  'POST /v1/items/{id}/undo': row(
    [409, 409, 403],
    ({ item }) => `/v1/items/${item}/undo`,
    () => ({}),
  ),
  'PUT /v1/items/{id}/draft': row(
    [200, 200, 403],
    ({ item }) => `/v1/items/${item}/draft`,
    () => ({ output: 'x' }),
  ),
  'GET /v1/items/{id}/draft': row([200, 200, 403], ({ item }) => `/v1/items/${item}/draft`),
  'POST /v1/bulk-reviews': row(
    [200, 200, 403],
    () => '/v1/bulk-reviews',
    ({ item }) => ({ id: `bulk-row-${++keys}`, items: [{ itemId: item, outputHash: `sha256:${'0'.repeat(64)}` }] }),
  ),
  'POST /v1/bulk-reviews/{id}/undo': row(
    [200, 404, 403],
    ({ bulk }) => `/v1/bulk-reviews/${bulk}/undo`,
    () => ({}),
  ),
  'GET /v1/items/similar': row([200, 200, 200], ({ checkpoint }) => `/v1/items/similar?checkpoint=${checkpoint}&phrase=x`),
  'GET /v1/items/{id}/flags': row([200, 200, 200], ({ item }) => `/v1/items/${item}/flags`),
  'POST /v1/items/{id}/flag-decisions': row(
    [204, 204, 403],
    ({ item }) => `/v1/items/${item}/flag-decisions`,
    () => ({ decisions: [{ flag, action: 'dismissed' }] }),
  ),
  'POST /v1/checkpoints/{name}/dictionary': row(
    [200, 403, 403],
    ({ checkpoint }) => `/v1/checkpoints/${checkpoint}/dictionary`,
    () => ({ words: ['Countersign'] }),
  ),
  'GET /v1/lessons': row([200, 200, 403], ({ checkpoint }) => `/v1/lessons?checkpoint=${checkpoint}`),
  'GET /v1/lessons/export': row([200, 200, 403], ({ checkpoint }) => `/v1/lessons/export?checkpoint=${checkpoint}`),
  'GET /v1/lessons/{id}': row([200, 200, 403], ({ lesson }) => `/v1/lessons/${lesson}`),
  'PUT /v1/lessons/{id}': row(
    [200, 403, 403],
    ({ lesson }) => `/v1/lessons/${lesson}`,
    () => ({ scope: { locale: 'en-GB' } }),
    { lead: 200 },
  ),
  'POST /v1/lessons/{id}/ratify': row(
    [200, 403, 403],
    ({ lesson }) => `/v1/lessons/${lesson}/ratify`,
    () => ({}),
    { lead: 200 },
  ),
  'POST /v1/lessons/{id}/switch-off': row(
    [200, 403, 403],
    ({ lesson }) => `/v1/lessons/${lesson}/switch-off`,
    () => ({}),
    { lead: 200 },
  ),
  'POST /v1/lessons/{id}/brand-rule': row(
    [200, 403, 403],
    ({ lesson }) => `/v1/lessons/${lesson}/brand-rule`,
    () => ({}),
  ),
  'POST /v1/items/{id}/hold': row(
    [204, 409, 403],
    ({ item }) => `/v1/items/${item}/hold`,
    () => ({ until: new Date(Date.now() + 3_600_000).toISOString() }),
    { lead: 204 },
  ),
  'POST /v1/items/{id}/assign': row(
    [204, 409, 403],
    ({ item }) => `/v1/items/${item}/assign`,
    () => ({ personId: null }),
    { lead: 204 },
  ),
  'POST /v1/items/{id}/reopen': row(
    [409, 403, 403],
    ({ item }) => `/v1/items/${item}/reopen`,
    () => ({ comment: 'wrong after all' }),
    { lead: 409 },
  ),
  'GET /v1/items/{id}/comments': row([200, 200, 403], ({ item }) => `/v1/items/${item}/comments`),
  'POST /v1/items/{id}/comments': row(
    [201, 201, 403],
    ({ item }) => `/v1/items/${item}/comments`,
    () => ({ text: 'why?' }),
  ),
  'GET /v1/mentions': row([200, 200, 403], () => '/v1/mentions'),
  'POST /v1/mentions/read': row(
    [204, 204, 403],
    () => '/v1/mentions/read',
    () => ({ ids: ['comment_none'] }),
  ),
  'GET /v1/me/preferences': row([200, 200, 403], () => '/v1/me/preferences'),
  'PUT /v1/me/preferences': row(
    [200, 200, 403],
    () => '/v1/me/preferences',
    () => ({ theme: 'dark' }),
  ),
  'GET /v1/me/pace': row([200, 200, 403], ({ checkpoint }) => `/v1/me/pace?checkpoint=${checkpoint}`),
  'GET /v1/images': row([404, 404, 404], ({ item }) => `/v1/images?item=${item}&url=http://127.0.0.1/not-in-it.png`),
  'GET /v1/providers': row([200, 403, 200], () => '/v1/providers'),
  'PUT /v1/providers/{name}': row(
    [200, 403, 403],
    ({ provider }) => `/v1/providers/${provider}`,
    () => ({ kind: 'openai-compatible', address: 'http://127.0.0.1:9/v1', key: 'sk-not-a-key' }),
  ),
  'DELETE /v1/providers/{name}': row([204, 403, 403], ({ provider }) => `/v1/providers/${provider}`),
  'GET /v1/providers/{name}/models': row([404, 403, 404], ({ provider }) => `/v1/providers/${provider}/models`),
  'POST /v1/providers/discover': row(
    [200, 403, 200],
    () => '/v1/providers/discover',
    () => ({}),
  ),
  'GET /v1/workflows': row([200, 403, 200], () => '/v1/workflows'),
  'GET /v1/workflows/{name}': row([200, 403, 200], ({ workflow }) => `/v1/workflows/${workflow}`),
  'PUT /v1/workflows/{name}': row([200, 403, 403], ({ workflow }) => `/v1/workflows/${workflow}`, steps),
  'POST /v1/workflows/{name}/runs': row(
    [201, 403, 201],
    ({ workflow }) => `/v1/workflows/${workflow}/runs`,
    () => ({ key: `run-row-${++keys}`, input: 1 }),
  ),
  'GET /v1/runs/{id}': row([200, 403, 200], ({ run }) => `/v1/runs/${run}`),
  'GET /v1/runs/{id}/calls': row([200, 403, 403], ({ run }) => `/v1/runs/${run}/calls`),
  'GET /v1/items/{id}/calls': row([200, 403, 403], ({ item }) => `/v1/items/${item}/calls`),
  'POST /v1/batches': row(
    [201, 403, 201],
    () => '/v1/batches?name=rows.csv',
    () => 'sku,name\nrow-1,Kettle',
  ),
  'GET /v1/batches': row([200, 403, 200], () => '/v1/batches'),
  'GET /v1/batches/{id}': row([200, 403, 200], ({ batch }) => `/v1/batches/${batch}`),
  'PUT /v1/batches/{id}': row(
    [200, 403, 200],
    ({ batch }) => `/v1/batches/${batch}`,
    ({ checkpoint }) => ({ checkpoint, draft }),
  ),
  'POST /v1/batches/{id}/preview': onBatch([200, 403, 200], 'preview'),
  'POST /v1/batches/{id}/trial': onBatch([200, 403, 200], 'trial'),
  'POST /v1/batches/{id}/start': onBatch([200, 403, 200], 'start'),
  'POST /v1/batches/{id}/pause': onBatch([409, 403, 409], 'pause'),
  'POST /v1/batches/{id}/resume': onBatch([409, 403, 409], 'resume'),
  'POST /v1/batches/{id}/cancel': onBatch([200, 403, 200], 'cancel'),
  'POST /v1/batches/{id}/retry': onBatch([200, 403, 200], 'retry'),
  'GET /v1/batches/{id}/runs': row([200, 403, 200], ({ batch }) => `/v1/batches/${batch}/runs`),
  'GET /v1/batches/{id}/export': row([200, 403, 200], ({ batch }) => `/v1/batches/${batch}/export`),
  'GET /v1/events': row([200, 200, 200], ({ checkpoint }) => `/v1/events?checkpoint=${checkpoint}`),
  'GET /v1/me': row([200, 200, 200], () => '/v1/me'),
  'GET /v1/people': row([200, 200, 403], () => '/v1/people'),
  'POST /v1/invitations': row(
    [201, 403, 403],
    () => '/v1/invitations',
    () => ({ role: 'reviewer' }),
  ),
  'POST /v1/invitations/accept': row(
    [410, 410, 410, 410],
    () => '/v1/invitations/accept',
    () => ({ token: 'x'.repeat(32), email: 'a@example.test', password: 'a long password' }),
  ),
  'POST /v1/keys': row(
    [201, 403, 403],
    () => '/v1/keys',
    () => ({ kind: 'service', name: 'row' }),
  ),
  'GET /v1/keys': row([200, 200, 403], () => '/v1/keys'),
  'DELETE /v1/keys/{id}': row([204, 404, 403], ({ key }) => `/v1/keys/${key}`),
  'POST /v1/auth/sign-in/email': row(
    [401, 401, 401, 401],
    () => '/v1/auth/sign-in/email',
    () => ({ email: 'a@example.test', password: 'a long password' }),
  ),
  'POST /v1/auth/sign-out': row(
    [200, 200, 200, 200],
    () => '/v1/auth/sign-out',
    () => ({}),
  ),
};

/** New things of a workspace to name: a waiting item at a checkpoint, a service key, a bulk review. */
export async function freshTarget({ owner, service, workspace }: TestTeam, checkpoint: string): Promise<Target> {
  const submit = async () => (await service.call('POST', `/v1/checkpoints/${checkpoint}/items`, newItem())).json();
  const [{ id }, reviewed] = [await submit(), await submit()];
  const key = await (await owner.call('POST', '/v1/keys', { kind: 'service', name: 'target' })).json();
  const bulk = `bulk-target-${++keys}`;
  await owner.call('POST', '/v1/bulk-reviews', { id: bulk, items: [{ itemId: reviewed.id, outputHash: reviewed.outputHash }] });
  const [provider, workflow] = [`provider-${keys}`, `workflow-${keys}`];
  await owner.call('PUT', `/v1/providers/${provider}`, { kind: 'openai-compatible', address: 'http://127.0.0.1:9/v1' });
  await owner.call('PUT', `/v1/workflows/${workflow}`, steps({ ...nowhere, checkpoint }));
  const run = await (await owner.call('POST', `/v1/workflows/${workflow}/runs`, { key: 'target', input: 1 })).json();
  const batch = await (await owner.call('POST', '/v1/batches?name=rows.csv', 'sku,name\nrow-1,Kettle')).json();
  await owner.call('PUT', `/v1/batches/${batch.id}`, { checkpoint, draft });
  return {
    checkpoint,
    item: id,
    key: key.id,
    bulk,
    provider,
    workflow,
    batch: batch.id,
    run: run.id,
    lesson: await plantLesson(workspace.owner, checkpoint),
  };
}
