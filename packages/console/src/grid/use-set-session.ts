import { useEffect } from 'react';
import { getFlags, giveBack, giveBackOnLeave } from '../api/calls.ts';
import { loadCodeEditor } from '../draft/text-editor.tsx';
import { checkpointNamed } from '../review/my-desk.ts';
import type { FrozenSet } from './frozen-set.ts';

/** Claims the set while the screen is open, keeps all leases alive, and gives back what was not decided when the screen or tab closes. */
export function useSetSession(set: FrozenSet, checkpoint: string): void {
  useEffect(() => {
    void loadCodeEditor();
    void set.open(checkpoint);
    const stopFlags = loadFlags(set);
    const beat = () => void set.heartbeat().catch(() => undefined); // the next beat tries again
    const pause = Math.max(3, (checkpointNamed(checkpoint)?.leaseSeconds ?? 300) / 3) * 1000;
    const timer = setInterval(beat, pause);
    const onVisible = () => {
      set.setSeen(!document.hidden);
      if (!document.hidden) beat();
    };
    const onHide = () => {
      const ids = set.close();
      if (ids.length > 0) giveBackOnLeave(ids);
    };
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) void set.open(checkpoint);
    };
    const onLine = () => set.hurry();
    document.addEventListener('visibilitychange', onVisible);
    addEventListener('pagehide', onHide);
    addEventListener('pageshow', onShow);
    addEventListener('online', onLine);
    return () => {
      stopFlags();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
      removeEventListener('pagehide', onHide);
      removeEventListener('pageshow', onShow);
      removeEventListener('online', onLine);
      const ids = set.close();
      if (ids.length > 0) void giveBack(ids, false).catch(() => undefined); // the lease ends by itself
    };
  }, [set, checkpoint]);
}

const atOnce = 6;

/** Gets the flags of every item that has some, a few at a time, in the order in which the items are shown. */
function loadFlags(set: FrozenSet): () => void {
  const asked = new Set<string>();
  let running = 0;
  let isStopped = false;
  const next = () => {
    while (running < atOnce && !isStopped) {
      const card = set.view().cards.find((each) => each.flags === null && !asked.has(each.item.id));
      if (!card) return;
      const { id } = card.item;
      asked.add(id);
      running += 1;
      void getFlags(id)
        .then((found) => !isStopped && set.setFlags(id, found.flags))
        .catch(() => undefined) // the counts that came with the item still hold
        .finally(() => {
          running -= 1;
          next();
        });
    }
  };
  const unsubscribe = set.subscribe(next);
  return () => {
    isStopped = true;
    unsubscribe();
  };
}
