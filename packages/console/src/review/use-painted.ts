import { useEffect, useRef } from 'react';

/** Says whether an item has reached the screen. Nobody decides on what was not painted yet. */
export function usePainted(itemId: string): () => boolean {
  const painted = useRef<string | null>(null);
  const current = useRef(itemId);
  current.current = itemId;
  useEffect(() => {
    let second = 0;
    const first = requestAnimationFrame(() => {
      second = requestAnimationFrame(() => {
        painted.current = itemId;
      });
    });
    return () => {
      cancelAnimationFrame(first);
      cancelAnimationFrame(second);
    };
  }, [itemId]);
  return () => painted.current === current.current;
}
