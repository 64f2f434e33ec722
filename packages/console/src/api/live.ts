import type { Event, EventKind, ItemPage, ItemState } from '@countersign/contract';
import type { InfiniteData } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryClient } from './queries.ts';

const stateAfter: Partial<Record<EventKind, ItemState>> = {
  'item.decided': 'decided',
  'item.undone': 'waiting',
  'item.released': 'released',
  'item.rejected': 'rejected',
  'item.returned': 'returned',
  'item.expired': 'expired',
  'item.superseded': 'superseded',
  'item.reopened': 'waiting',
};

const listened: EventKind[] = [
  'item.submitted',
  'checkpoint.created',
  'checkpoint.changed',
  'item.held',
  'item.assigned',
  'item.commented',
  ...(Object.keys(stateAfter) as EventKind[]),
];

type Listener = (event: Event) => void;
const listeners = new Set<Listener>();

/** Calls back for every event of the workspace while the page is open. */
export function onLiveEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const refreshEvery = 2000;
const reconnectAfter = 5000;

/** Keeps counts and lists up to date from the event stream; asks the server for new counts at most every two seconds. */
export function useLiveUpdates(): void {
  useEffect(() => {
    let source: EventSource | null = null;
    let refresh: ReturnType<typeof setTimeout> | null = null;
    let reconnect: ReturnType<typeof setTimeout> | null = null;

    const refreshCounts = () => {
      refresh ??= setTimeout(() => {
        refresh = null;
        void queryClient.invalidateQueries({ queryKey: ['checkpoints'] });
      }, refreshEvery);
    };
    const receive = (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as Event;
      refreshCounts();
      updateItem(event);
      for (const listener of listeners) listener(event);
    };
    const connect = () => {
      source = new EventSource('/v1/events');
      for (const kind of listened) source.addEventListener(kind, receive);
      source.addEventListener('error', () => {
        if (source?.readyState !== EventSource.CLOSED) return;
        reconnect = setTimeout(connect, reconnectAfter);
      });
    };
    connect();
    return () => {
      source?.close();
      if (refresh) clearTimeout(refresh);
      if (reconnect) clearTimeout(reconnect);
    };
  }, []);
}

/** Changes the state of one item in the lists that are open, and loads its detail again. No list is loaded anew. */
function updateItem(event: Event): void {
  const { itemId } = event;
  const state = stateAfter[event.kind];
  if (!itemId || !state) return;
  void queryClient.invalidateQueries({ queryKey: ['item', itemId] });
  void queryClient.invalidateQueries({ queryKey: ['history', itemId] });
  queryClient.setQueriesData<InfiniteData<ItemPage, string | null>>({ queryKey: ['items'] }, (data) => {
    const page = data?.pages.find((each) => each.items.some((item) => item.id === itemId));
    if (!data || !page) return data;
    const items = page.items.map((item) => (item.id === itemId ? { ...item, state } : item));
    return { ...data, pages: data.pages.map((each) => (each === page ? { ...page, items } : each)) };
  });
}
