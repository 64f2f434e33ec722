export type Command = 'confirm' | 'approve' | 'edit' | 'leave' | 'reject' | 'return' | 'skip' | 'undo' | 'help';

/** Where the key was pressed. `control`: a button or link that has its own Enter. `overlay`: a menu, dialog or reason panel. */
export type Place = 'page' | 'text' | 'control' | 'overlay';

export interface KeyPress {
  key: string;
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  repeat: boolean;
  isComposing?: boolean;
}

const bareKeys: Record<string, Command> = {
  a: 'approve',
  e: 'edit',
  r: 'reject',
  b: 'return',
  s: 'skip',
  u: 'undo',
  '?': 'help',
};

/** The command that a key stands for at a place, or null when the key is not ours. A held key never fires. */
export function commandOf(press: KeyPress, place: Place): Command | null {
  if (place === 'overlay' || press.repeat || press.isComposing || press.altKey) return null;
  const withCommand = press.ctrlKey || press.metaKey;
  if (withCommand) return commandOfChord(press, place);
  if (place === 'text') return press.key === 'Escape' ? 'leave' : null;
  if (press.key === 'Enter') return place === 'page' ? 'approve' : null;
  return bareKeys[letterOf(press)] ?? null;
}

function commandOfChord(press: KeyPress, place: Place): Command | null {
  if (press.key === 'Enter') return 'confirm';
  if (place !== 'text' && !press.shiftKey && letterOf(press) === 'z') return 'undo';
  return null;
}

/** On a keyboard of another script, the letter printed at the same place of a Latin one. */
function letterOf({ key, code }: KeyPress): string {
  const isForeignLetter = key.length === 1 && key > '\u007f' && /^Key[A-Z]$/.test(code ?? '');
  return isForeignLetter ? code!.slice(3).toLowerCase() : key.toLowerCase();
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
