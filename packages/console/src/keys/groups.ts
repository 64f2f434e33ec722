import type { Bindable } from './commands.ts';

/** Commands in the order in which people look for them. */
export const commandGroups: ['decide' | 'flags' | 'aside', Bindable[]][] = [
  ['decide', ['confirm', 'approve', 'reject', 'return', 'skip', 'undo']],
  ['flags', ['edit', 'flagNext', 'flagPrevious', 'flagFix', 'flagDismiss', 'flagMenu', 'diff']],
  ['aside', ['hold', 'assign', 'ask', 'copyLink', 'help']],
];
