import { UnstyledButton } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { CheckIcon, CrossIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import decision from './decision.module.css';
import styles from './swipe.module.css';
import { readSwipe, type Swipe } from './swipe.ts';

interface SwipeLayerProps {
  region: RefObject<HTMLElement | null>;
  itemId: string;
  onSwipe: (side: 'approve' | 'reject') => void;
}

const notHere = 'button, a, input, select, textarea, summary, table, pre, [role=dialog], [data-overlay]';

/**
 * On a phone: swipe right to approve, left to reject. The draft follows the finger and says what letting go will do; then it asks, for
 * a finger slips more easily than a hand on keys.
 */
export function SwipeLayer({ region, itemId, onSwipe }: SwipeLayerProps) {
  const layer = useRef<HTMLDivElement>(null);
  const [askedOf, setAskedOf] = useState<string | null>(null);
  const decide = useRef(onSwipe);
  // A rejection asks by itself, for its reason.
  decide.current = (side) => (side === 'approve' ? setAskedOf(itemId) : onSwipe(side));
  useEffect(() => {
    const draft = region.current;
    const mark = layer.current;
    if (!draft || !mark) return;
    let start: { x: number; y: number; id: number } | null = null;
    let swipe: Swipe = { side: null, share: 0 };
    let isScroll = false;

    const show = (dx: number) => {
      draft.style.transform = swipe.side ? `translateX(${dx}px)` : '';
      mark.dataset['side'] = swipe.side ?? '';
      mark.dataset['far'] = String(swipe.share === 1);
      mark.style.setProperty('--share', String(swipe.share));
    };
    const rest = () => {
      start = null;
      swipe = { side: null, share: 0 };
      show(0);
    };
    const onDown = (event: PointerEvent) => {
      const target = event.target as Element;
      if (event.pointerType !== 'touch' || !event.isPrimary || target.closest(notHere) || draft.contains(document.activeElement)) return;
      start = { x: event.clientX, y: event.clientY, id: event.pointerId };
      isScroll = false;
    };
    const onMove = (event: PointerEvent) => {
      if (!start || event.pointerId !== start.id || isScroll) return;
      const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
      if (!swipe.side && Math.abs(dy) > 20 && Math.abs(dy) > Math.abs(dx)) isScroll = true;
      else {
        swipe =
          swipe.side && Math.sign(dx) === (swipe.side === 'approve' ? 1 : -1)
            ? readSwipe(dx, 0, innerWidth)
            : readSwipe(dx, dy, innerWidth);
        show(dx);
      }
    };
    const onUp = (event: PointerEvent) => {
      if (!start || event.pointerId !== start.id) return;
      const { side, share } = swipe;
      rest();
      if (side && share === 1 && event.type === 'pointerup') decide.current(side);
    };
    draft.addEventListener('pointerdown', onDown);
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    addEventListener('pointercancel', onUp);
    return () => {
      rest();
      draft.removeEventListener('pointerdown', onDown);
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
      removeEventListener('pointercancel', onUp);
    };
    // A new item begins at rest.
  }, [region, itemId]);
  return (
    <>
      <div ref={layer} className={styles.layer} aria-hidden="true">
        <span data-for="approve">
          <CheckIcon /> {words.app.approving}
        </span>
        <span data-for="reject">
          <CrossIcon /> {words.app.rejecting}
        </span>
      </div>
      {askedOf === itemId && (
        <AskApprove
          onCancel={() => setAskedOf(null)}
          onApprove={() => {
            setAskedOf(null);
            onSwipe('approve');
          }}
        />
      )}
    </>
  );
}

function AskApprove({ onApprove, onCancel }: { onApprove: () => void; onCancel: () => void }) {
  const trap = useFocusTrap();
  return (
    <div
      ref={trap}
      className={decision.panel}
      role="dialog"
      aria-label={words.app.approveThis}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <h2>{words.app.approveThis}</h2>
      <div className={decision.actions}>
        <UnstyledButton className={decision.confirm} data-verdict="aside" data-autofocus onClick={onApprove}>
          {words.app.approving}
        </UnstyledButton>
        <UnstyledButton className={decision.button} onClick={onCancel}>
          {words.cancel}
        </UnstyledButton>
      </div>
    </div>
  );
}
