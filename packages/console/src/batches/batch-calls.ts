import type {
  Batch,
  BatchSettings,
  FoundProvider,
  Money,
  Preview,
  Provider,
  ProviderInput,
  RunPage,
  RunState,
} from '@countersign/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client.ts';

const at = (id: string) => encodeURIComponent(id);
const address = (id: string, rest = '') => `/v1/batches/${at(id)}${rest}`;

export const listBatches = () => request<{ batches: Batch[] }>('GET', '/v1/batches').then((answer) => answer.batches);
export const uploadBatch = (file: File) => request<Batch>('POST', `/v1/batches?name=${at(file.name)}`, { file });
export const getBatch = (id: string) => request<Batch>('GET', address(id));
export const putSettings = (id: string, settings: BatchSettings) => request<Batch>('PUT', address(id), { body: settings });
export const preview = (id: string, body: { row: number; settings?: BatchSettings }, signal: AbortSignal) =>
  request<Preview>('POST', address(id, '/preview'), { body, signal });
export const tryRows = (id: string, rows: number) => request<Batch>('POST', address(id, '/trial'), { body: { rows } });
export type Steering = 'start' | 'pause' | 'cancel' | 'retry';
export const steer = (id: string, act: Steering) => request<Batch>('POST', address(id, `/${act}`), { body: {} });
export const resume = (id: string, budget: Money | null | undefined) =>
  request<Batch>('POST', address(id, '/resume'), { body: budget === undefined ? {} : { budget } });
export const exportBatchAddress = (id: string, format: 'csv' | 'xlsx' | 'jsonl') => address(id, `/export?format=${format}`);

export const listProviders = () => request<{ providers: Provider[] }>('GET', '/v1/providers').then((answer) => answer.providers);
export const putProvider = (name: string, body: Partial<ProviderInput> & Pick<ProviderInput, 'kind'>) =>
  request<Provider>('PUT', `/v1/providers/${at(name)}`, { body });
export const removeProvider = (name: string) => request<void>('DELETE', `/v1/providers/${at(name)}`);
export const listModels = (name: string) => request<{ models: string[] }>('GET', `/v1/providers/${at(name)}/models`);
export const discover = () => request<{ found: FoundProvider[] }>('POST', '/v1/providers/discover', { body: {} });

/** What goes on at the server by itself is asked for again while it does. */
const isMoving = ({ state, counts, progress }: Batch): boolean =>
  state === 'running' ||
  state === 'trying' ||
  (state !== 'new' && progress.left > 0) ||
  (counts.drafting ?? 0) > 0 ||
  (counts.moving ?? 0) > 0;

export const batchesQuery = queryOptions({ queryKey: ['batches'], queryFn: listBatches, refetchInterval: 5_000 });
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: ['batch', id],
    queryFn: () => getBatch(id),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) && state.data.state !== 'paused' ? 1_000 : 5_000),
  });
export const runsQuery = (id: string, state: RunState, limit: number) =>
  queryOptions({
    queryKey: ['runs', id, state, limit],
    queryFn: () => request<RunPage>('GET', address(id, `/runs?state=${state}&limit=${limit}`)),
    refetchInterval: 3_000,
  });
export const providersQuery = queryOptions({ queryKey: ['providers'], queryFn: listProviders });
export const modelsQuery = (provider: string) =>
  queryOptions({
    queryKey: ['models', provider],
    queryFn: () => listModels(provider).then((answer) => answer.models),
    retry: false,
    enabled: provider !== '',
    staleTime: 60_000,
  });
