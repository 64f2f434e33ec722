import type { BulkReviewInput, Me } from '@countersign/contract';
import { useSyncExternalStore } from 'react';
import { claim, decideFlags, heartbeat } from '../api/calls.ts';
import { meQuery, queryClient } from '../api/queries.ts';
import { loadTextRules } from '../flags/text-rules.ts';
import { checkpointNamed } from '../review/my-desk.ts';
import { openShelf } from '../review/shelf.ts';
import { FrozenSet, type GridView } from './frozen-set.ts';
import { bulkReview, bulkUndo } from './grid-calls.ts';
import { recheck } from './recheck.ts';

let mine: { person: string; set: FrozenSet } | null = null;

/** The one set of the person who is signed in; it lives as long as the page, so that a confirmation goes out from every screen. */
export function useFrozenSet(): FrozenSet {
  const me = queryClient.getQueryData(meQuery.queryKey) as Me;
  if (mine?.person === me.actor.id) return mine.set;
  const set = new FrozenSet({
    api: { claim, heartbeat, bulkReview, bulkUndo, decideFlags },
    shelf: openShelf<BulkReviewInput>(`countersign.bulk.${me.actor.id}.`),
    now: Date.now,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    newId: () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    undoSeconds: (name) => checkpointNamed(name)?.undoSeconds ?? 10,
    recheck: async (item, output, before) => recheck(item, output, before, await loadTextRules(item.checkpoint)),
  });
  mine = { person: me.actor.id, set };
  return set;
}

export const useGridView = (set: FrozenSet): GridView => useSyncExternalStore(set.subscribe, set.view);
