import { useEffect, useState } from 'react';
import { onLiveEvent } from '../api/live.ts';

/** Counts items that arrived since the list was loaded. The list itself stays still under the reader's eyes. */
export function useFreshItems(checkpoint: string | undefined): [number, () => void] {
  const [fresh, setFresh] = useState(0);
  useEffect(() => {
    setFresh(0);
    let arrived = 0;
    const timer = setInterval(() => {
      if (arrived === 0) return;
      const more = arrived;
      arrived = 0;
      setFresh((now) => now + more);
    }, 1000);
    const off = onLiveEvent((event) => {
      if (event.kind === 'item.submitted' && (!checkpoint || event.checkpoint === checkpoint)) arrived += 1;
    });
    return () => {
      clearInterval(timer);
      off();
    };
  }, [checkpoint]);
  return [fresh, () => setFresh(0)];
}
