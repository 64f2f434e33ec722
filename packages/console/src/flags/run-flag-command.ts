import type { Command } from '../keys/commands.ts';
import type { FlagBoard } from './flag-board.ts';

/** Does what a key says about flags: true when done, false when there is nothing to do it to, null when the key is not about flags. */
export function runFlagCommand(board: FlagBoard, command: Command): boolean | null {
  switch (command) {
    case 'flagNext':
      return board.step(1) !== null;
    case 'flagPrevious':
      return board.step(-1) !== null;
    case 'flagFix': {
      const flag = board.flagInHand() ?? (board.caret ? null : board.firstFixable());
      // In the text the key may mean something else there: it is taken only for a flag.
      if (!flag) return board.caret ? null : false;
      return board.accept(flag.id);
    }
    case 'flagDismiss': {
      const flag = board.flagInHand();
      if (!flag) return board.caret ? null : false;
      return board.dismiss(flag.id);
    }
    case 'flagMenu': {
      const flag = board.flagInHand() ?? board.step(1);
      if (!flag) return false;
      board.select(flag.id);
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-item] [data-flag-card]')?.focus());
      return true;
    }
    default:
      return null;
  }
}
