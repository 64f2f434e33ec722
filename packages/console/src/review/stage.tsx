import { useLayoutEffect, useRef } from 'react';
import { narrow } from '../frame/use-is-narrow.ts';
import { Bench } from './bench.tsx';
import type { Desk } from './desk.ts';
import type { DeskView, Held, Scope } from './desk-view.ts';
import styles from './review.module.css';
import { useBenches } from './use-benches.ts';

interface StageProps {
  desk: Desk;
  view: DeskView;
  current: Held;
  scope: Scope;
}

/** The item in hand, and behind it the next one, rendered before it is needed. */
export function Stage({ desk, view, current, scope }: StageProps) {
  const benches = useBenches(current, view.next);
  const stage = useRef<HTMLDivElement>(null);
  const { id, label } = current.claim.item;
  useLayoutEffect(() => {
    moveFocus(stage.current);
    // Where the page itself scrolls; elsewhere asking would cost a layout, for nothing.
    if (matchMedia(narrow).matches) scrollTo({ top: 0 });
  }, [id]);
  return (
    <div ref={stage} className={styles.stage}>
      <p className="visually-hidden" aria-live="polite">
        {label}
      </p>
      {benches.map((held) => (
        <Bench
          key={held.claim.item.id}
          desk={desk}
          held={held}
          scope={scope}
          isInHand={held.claim.item.id === id}
          isUndoing={view.isUndoing && held.claim.item.id === id}
        />
      ))}
    </div>
  );
}

/** Whoever decides with a button of the item before goes on with the same one; nobody goes on writing in another text. */
function moveFocus(stage: HTMLElement | null): void {
  const focused = document.activeElement;
  const left = focused?.closest('[data-bench="away"]');
  if (!left || !(focused instanceof HTMLElement)) return;
  const command = focused.closest<HTMLElement>('[data-command]')?.dataset['command'];
  const same = command && stage?.querySelector<HTMLElement>(`[data-item] [data-command="${command}"]`);
  if (same) same.focus({ preventScroll: true });
  else focused.blur();
}
