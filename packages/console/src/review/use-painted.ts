import { type RefObject, useEffect, useRef } from 'react';

/** Says whether an item has reached the screen, also as `data-ready`. Nobody decides on what was not painted yet. */
export function usePainted(itemId: string, bench: RefObject<HTMLElement | null>): () => boolean {
  const painted = useRef<string | null>(null);
  const current = useRef(itemId);
  current.current = itemId;
  useEffect(() => {
    let second = 0;
    const first = requestAnimationFrame(() => {
      second = requestAnimationFrame(() => {
        painted.current = itemId;
        bench.current?.setAttribute('data-ready', itemId);
      });
    });
    return () => {
      cancelAnimationFrame(first);
      cancelAnimationFrame(second);
    };
  }, [itemId, bench]);
  return () => painted.current === current.current;
}
