import { CountersignError } from '@countersign/contract';
import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import * as calls from './calls.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 3 && error instanceof CountersignError && error.isRetryable,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

const isUnreachable = (error: Error | null): boolean => error instanceof CountersignError && error.isRetryable;

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: calls.getMe,
  staleTime: 5 * 60_000,
  refetchOnWindowFocus: false,
  refetchInterval: ({ state }) => (isUnreachable(state.error) ? 5000 : false),
});

export const checkpointsQuery = queryOptions({
  queryKey: ['checkpoints'],
  queryFn: () => calls.listCheckpoints().then((answer) => answer.checkpoints),
  refetchInterval: 60_000,
});

export const itemQuery = (id: string) => queryOptions({ queryKey: ['item', id], queryFn: () => calls.getItem(id) });
export const historyQuery = (id: string) => queryOptions({ queryKey: ['history', id], queryFn: () => calls.getHistory(id) });
export const keysQuery = queryOptions({ queryKey: ['keys'], queryFn: () => calls.listKeys().then((answer) => answer.keys) });
export const peopleQuery = queryOptions({ queryKey: ['people'], queryFn: () => calls.listPeople().then((answer) => answer.people) });

const pageSize = 200;

export const itemsQuery = (query: calls.ItemsQuery) =>
  infiniteQueryOptions({
    queryKey: ['items', query.checkpoint ?? '', query.state ?? '', query.search ?? ''],
    queryFn: ({ pageParam, signal }) => calls.listItems(query, pageParam, pageSize, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: 30_000,
    gcTime: 60_000,
  });
