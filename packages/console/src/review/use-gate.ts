import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react';

/** Whether keys and buttons of a bench may act: asked when they are pressed, so that nothing is rendered again when it changes. */
export interface Gate {
  isInHand: () => boolean;
  /** The item is in hand and has reached the screen. Nobody decides on what was not painted yet. */
  isOpen: () => boolean;
}

/** Opens a frame after the item came to hand, which is also said as `data-ready`. */
export function useGate(isInHand: boolean, itemId: string, bench: RefObject<HTMLElement | null>): Gate {
  const state = useRef<'away' | 'inHand' | 'painted'>('away');
  useLayoutEffect(() => {
    const element = bench.current;
    if (!isInHand || !element) return;
    state.current = 'inHand';
    let second = 0;
    const first = requestAnimationFrame(() => {
      second = requestAnimationFrame(() => {
        state.current = 'painted';
        element.setAttribute('data-ready', itemId);
      });
    });
    return () => {
      state.current = 'away';
      element.removeAttribute('data-ready');
      cancelAnimationFrame(first);
      cancelAnimationFrame(second);
    };
  }, [isInHand, itemId, bench]);
  return useMemo(() => ({ isInHand: () => state.current !== 'away', isOpen: () => state.current === 'painted' }), []);
}
