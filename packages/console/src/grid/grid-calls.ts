import type { BulkReviewInput, BulkReviewResult, BulkUndoResult, ItemPage } from '@countersign/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import type { Wanted } from './one-edit.ts';

const at = (id: string) => encodeURIComponent(id);

export const bulkReview = (body: BulkReviewInput) => request<BulkReviewResult>('POST', '/v1/bulk-reviews', { body });
export const bulkUndo = (id: string) => request<BulkUndoResult>('POST', `/v1/bulk-reviews/${at(id)}/undo`, { body: {} });

export const similarQuery = (checkpoint: string, { rule, phrase, model }: Wanted) =>
  queryOptions({
    queryKey: ['similar', checkpoint, rule, phrase, model],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ checkpoint, limit: '200' });
      for (const [name, value] of Object.entries({ rule, phrase: phrase.trim(), model })) if (value) params.set(name, value);
      return request<ItemPage>('GET', `/v1/items/similar?${params}`, { signal });
    },
    retry: false,
    staleTime: 10_000,
  });
