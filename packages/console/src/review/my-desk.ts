import type { ItemSummary, ListedCheckpoint, Me } from '@countersign/contract';
import { startTransition, useEffect, useState, useSyncExternalStore } from 'react';
import { assign, claim, decideFlags, getItem, giveBack, heartbeat, hold, review, saveDraft, undo } from '../api/calls.ts';
import { checkpointsQuery, meQuery, queryClient } from '../api/queries.ts';
import { afterFrame, frameAfter } from '../frame/after-frame.ts';
import { Desk } from './desk.ts';
import type { DeskView } from './desk-view.ts';
import { openShelf } from './shelf.ts';

let mine: { person: string; desk: Desk } | null = null;

/** The one desk of the person who is signed in; it lives as long as the page, so that decisions go out from every screen. */
export function deskOf(me: Me): Desk {
  if (mine?.person === me.actor.id) return mine.desk;
  const desk = new Desk({
    api: { assign, claim, decideFlags, getItem, giveBack, heartbeat, hold, review, saveDraft, undo },
    outboxShelf: openShelf(`countersign.outbox.${me.actor.id}.`),
    draftShelf: openShelf(`countersign.draft.${me.actor.id}.`),
    tab: tabId(),
    now: Date.now,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    rest: frameAfter,
    newId,
    undoSeconds: (name) => checkpointNamed(name)?.undoSeconds ?? 10,
    onDecided: countDecided,
  });
  mine = { person: me.actor.id, desk };
  desk.outbox.adopt();
  setInterval(() => desk.outbox.adopt(), 60_000);
  addEventListener('online', () => desk.outbox.hurry());
  return desk;
}

export function useDesk(): Desk {
  const me = queryClient.getQueryData(meQuery.queryKey);
  if (!me) throw new Error('The desk opens once somebody is signed in.');
  return deskOf(me);
}

export function useDeskView(desk: Desk): DeskView {
  return useSyncExternalStore(desk.subscribe, desk.view);
}

/** The same a frame later, for what stands around the item: the next one is painted first. */
export function useDeskViewSoon(desk: Desk): DeskView {
  const [view, setView] = useState(desk.view);
  useEffect(() => {
    let callOff: (() => void) | null = null;
    const follow = () => {
      callOff ??= afterFrame(() => {
        callOff = null;
        startTransition(() => setView(desk.view()));
      });
    };
    follow();
    const stop = desk.subscribe(follow);
    return () => {
      stop();
      callOff?.();
    };
  }, [desk]);
  return view;
}

export const checkpointNamed = (name: string): ListedCheckpoint | undefined =>
  queryClient.getQueryData(checkpointsQuery.queryKey)?.find((each) => each.name === name);

/** Counts one decision here and now; the server's own counts follow within seconds. */
function countDecided(item: ItemSummary): void {
  queryClient.setQueryData(checkpointsQuery.queryKey, (all) =>
    all?.map((each) => {
      if (each.name !== item.checkpoint || each.counts.waiting === 0) return each;
      return { ...each, counts: { ...each.counts, waiting: each.counts.waiting - 1, decided: each.counts.decided + 1 } };
    }),
  );
}

/** randomUUID exists only over https and on localhost; a console on a plain address of the own network needs ids too. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function tabId(): string {
  try {
    const id = sessionStorage.getItem('countersign.tab') ?? newId();
    sessionStorage.setItem('countersign.tab', id);
    return id;
  } catch {
    // Storage is closed: this page is its own tab.
    return newId();
  }
}
