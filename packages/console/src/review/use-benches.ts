import { startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { afterFrame } from '../frame/after-frame.ts';
import { benchesAtOnce, benchesSettled } from './benches.ts';
import type { Held } from './desk-view.ts';

/** The items that have a bench: the one in hand, the next, and for the length of one frame those that were just put out of hand. */
export function useBenches(current: Held, next: Held | null): Held[] {
  const key = `${current.claim.item.id} ${next?.claim.item.id ?? ''}`;
  const [settledFor, setSettledFor] = useState('');
  const last = useRef<Held[]>([]);
  const benches = (settledFor === key ? benchesSettled : benchesAtOnce)(last.current, current, next);
  useLayoutEffect(() => {
    last.current = benches;
  });
  useEffect(() => afterFrame(() => startTransition(() => setSettledFor(key))), [key]);
  return benches;
}
