import { useEffect, useState } from 'react';

export type Look = 'cards' | 'rows';

const storageName = 'countersign.grid';

export function useLook(): [Look, (look: Look) => void] {
  const [look, setLook] = useState<Look>(() => {
    try {
      return localStorage.getItem(storageName) === 'rows' ? 'rows' : 'cards';
    } catch {
      return 'cards'; // storage is closed
    }
  });
  const choose = (next: Look) => {
    setLook(next);
    try {
      localStorage.setItem(storageName, next);
    } catch {
      // It holds until the page is left.
    }
  };
  return [look, choose];
}

const widestOneColumn = 620;
const widestTwoColumns = 1080;

/** How many cards stand side by side in a place of this width. */
export function useColumns(place: HTMLElement | null, look: Look): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!place) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(place);
    return () => observer.disconnect();
  }, [place]);
  if (look === 'rows' || width < widestOneColumn) return 1;
  return width < widestTwoColumns ? 2 : 3;
}
