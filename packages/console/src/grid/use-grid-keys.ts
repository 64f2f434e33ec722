import { useEffect, useRef } from 'react';
import type { Place } from '../review/keys.ts';
import { type GridCommand, gridCommandOf } from './grid-keys.ts';

/** Listens for the grid's keys. `run` answers whether it did the command. */
export function useGridKeys(run: (command: GridCommand) => boolean, placeOf: (target: EventTarget | null) => Place): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = gridCommandOf(event, placeOf(event.target));
      if (command && latest.current(command)) event.preventDefault();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [placeOf]);
}
