import { useFocusTrap } from '@mantine/hooks';
import { useCallback } from 'react';

/** Keeps the focus in a panel, and brings it there at once: the number that follows the key may come in the same moment. */
export function usePanelFocus(): (panel: HTMLElement | null) => void {
  const trap = useFocusTrap();
  return useCallback(
    (panel: HTMLElement | null) => {
      trap(panel);
      panel?.querySelector<HTMLElement>('[data-autofocus], textarea, button')?.focus({ preventScroll: true });
    },
    [trap],
  );
}
