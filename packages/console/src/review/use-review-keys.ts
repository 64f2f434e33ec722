import { useEffect, useRef } from 'react';
import { afterFrame } from '../frame/after-frame.ts';
import { type Chord, chordsOf } from '../keys/chords.ts';
import { useBindings } from '../keys/use-bindings.ts';
import { type Command, commandOf, placeOf } from './keys.ts';

const enterRests = 600;
let enterSleepsUntil = 0;

/** After a number has decided at once, the Enter of an old habit must not decide on the next item. */
export const pauseEnter = (): void => {
  enterSleepsUntil = performance.now() + enterRests;
};

/** Listens for the review's keys. `run` answers true when it did the command, false when that is not possible now, null when it is not its own. */
export function useReviewKeys(run: (command: Command, chord: Chord | undefined) => boolean | null): void {
  const latest = useRef(run);
  latest.current = run;
  const bindings = useBindings();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isHeldButton =
        event.repeat && (event.key === 'Enter' || event.key === ' ') && (event.target as Element | null)?.closest?.('[data-command]');
      if (isHeldButton) event.preventDefault();
      if (event.key === 'Enter' && performance.now() < enterSleepsUntil) return event.preventDefault();
      const command = bindings && commandOf(event, placeOf(event.target), bindings);
      const done = command && latest.current(command, chordsOf(event)[0]);
      if (done === null) return;
      event.preventDefault();
      if (done) afterFrame(() => pulse(command!));
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [bindings]);
}

function pulse(command: Command): void {
  if (document.documentElement.dataset['motion'] === 'less' || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const shown = command === 'confirm' ? 'approve' : command;
  document
    .querySelector(`[data-command="${shown}"]:not([data-bench="away"] *)`)
    ?.animate([{ transform: 'scale(1)' }, { transform: 'scale(0.96)', filter: 'brightness(1.15)' }, { transform: 'scale(1)' }], {
      duration: 180,
      easing: 'ease-out',
    });
}
