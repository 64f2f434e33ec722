import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 60rem)');
const subscribe = (changed: () => void) => {
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
};

/** The window has room for one column only. */
export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
