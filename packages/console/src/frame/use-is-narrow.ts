import { useSyncExternalStore } from 'react';

/** Media query of a window with room for one column only. */
export const narrow = '(max-width: 60rem)';
const query = matchMedia(narrow);
const subscribe = (changed: () => void) => {
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
};

export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
