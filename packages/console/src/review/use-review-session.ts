import { useEffect } from 'react';
import { giveBack, giveBackOnLeave } from '../api/calls.ts';
import { onLiveEvent } from '../api/live.ts';
import { loadCodeEditor } from '../draft/text-editor.tsx';
import type { Desk } from './desk.ts';
import type { Scope } from './desk-view.ts';
import { checkpointNamed } from './my-desk.ts';

const inHand = 'countersign.in-hand';
const defaultLease = 300;
const shortestPause = 3_000;

/** Claims while the screen is open, keeps the claims alive, and gives back what was not reviewed when the screen or tab closes. */
export function useReviewSession(desk: Desk, scope: Scope): void {
  useEffect(() => {
    void loadCodeEditor();
    void desk.open(scope, remembered(scope));

    const remember = desk.subscribe(() => {
      const id = desk.view().current?.claim.item.id;
      if (id) sessionStorage.setItem(inHand, JSON.stringify({ scope, id }));
    });
    let lastBeat = Date.now();
    const beat = () => {
      lastBeat = Date.now();
      void desk.heartbeat().catch(() => undefined); // the next beat tries again
    };
    // Leases differ from item to item, so that the pause is looked at anew each time.
    const timer = setInterval(() => {
      if (Date.now() - lastBeat >= pauseBetweenBeats(desk)) beat();
    }, shortestPause);

    const onVisible = () => {
      desk.setSeen(!document.hidden);
      if (!document.hidden) beat();
    };
    const onHide = () => {
      const ids = desk.close();
      if (ids.length > 0) giveBackOnLeave(ids);
    };
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) void desk.open(scope, remembered(scope));
    };
    const offLive = onLiveEvent((event) => {
      const comesBack = event.kind === 'item.submitted' || event.kind === 'item.undone';
      if (comesBack && (!scope.checkpoint || event.checkpoint === scope.checkpoint)) refillSoon();
    });
    let refill: ReturnType<typeof setTimeout> | null = null;
    const refillSoon = () => {
      refill ??= setTimeout(() => {
        refill = null;
        if (!desk.view().current) void desk.fill();
      }, 500);
    };
    const undoTicks = setInterval(() => desk.expireUndo(), 1000);

    document.addEventListener('visibilitychange', onVisible);
    addEventListener('online', beat);
    addEventListener('pagehide', onHide);
    addEventListener('pageshow', onShow);
    return () => {
      clearInterval(timer);
      clearInterval(undoTicks);
      if (refill) clearTimeout(refill);
      remember();
      offLive();
      document.removeEventListener('visibilitychange', onVisible);
      removeEventListener('online', beat);
      removeEventListener('pagehide', onHide);
      removeEventListener('pageshow', onShow);
      sessionStorage.removeItem(inHand);
      const ids = desk.close();
      if (ids.length > 0) void giveBack(ids, false).catch(() => undefined); // the lease ends by itself
    };
  }, [desk, scope]);
}

/** A third of the shortest lease among the items in hand. */
function pauseBetweenBeats(desk: Desk): number {
  const leases = desk.heldCheckpoints().map((name) => checkpointNamed(name)?.leaseSeconds ?? defaultLease);
  return (Math.min(defaultLease, ...leases) / 3) * 1000;
}

function remembered(scope: Scope): string | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(inHand) ?? 'null') as { scope: Scope; id: string } | null;
    return kept?.scope.checkpoint === scope.checkpoint ? (kept?.id ?? null) : null;
  } catch {
    // Storage is closed or holds something else: begin with the first of the queue.
    return null;
  }
}
