import { type Bindings, commandWith } from '../keys/bindings.ts';
import { chordsOf, type KeyPress, worksInText } from '../keys/chords.ts';
import type { Command } from '../keys/commands.ts';

export type { KeyPress } from '../keys/chords.ts';
export type { Command } from '../keys/commands.ts';

/** Where the key was pressed. `control`: a button or link that has its own Enter. `overlay`: a menu, dialog or reason panel. */
export type Place = 'page' | 'text' | 'control' | 'overlay';

/** The command that a key stands for at a place, or null when the key is not ours. A held key never fires. */
export function commandOf(press: KeyPress, place: Place, bindings: Bindings): Command | null {
  if (place === 'overlay' || press.repeat || press.isComposing) return null;
  if (press.key === 'Escape') return 'leave';
  for (const chord of chordsOf(press)) {
    const command = commandWith(chord, bindings);
    if (!command) continue;
    if (place === 'text' && (!worksInText(chord) || command === 'undo')) return null;
    return chord === 'Enter' && place !== 'page' ? null : command;
  }
  return null;
}

const typingSelector =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true], [contenteditable=""]';
const overlaySelector = '[role=dialog], [role=menu], [role=listbox], [data-overlay]';
const controlSelector = 'button, a[href], summary, input, [role=button]';

export function placeOf(target: EventTarget | null): Place {
  if (document.querySelector('[role=dialog][aria-modal=true], [role=menu]')) return 'overlay';
  if (!(target instanceof Element)) return 'page';
  if (target.closest(overlaySelector)) return 'overlay';
  if (target.closest(typingSelector)) return 'text';
  return target.closest(controlSelector) ? 'control' : 'page';
}
