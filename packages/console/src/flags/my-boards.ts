import { useSyncExternalStore } from 'react';
import { getFlags } from '../api/calls.ts';
import { frameAfter } from '../frame/after-frame.ts';
import type { Desk } from '../review/desk.ts';
import { openChecker } from './checker.ts';
import type { FlagBoard, FlagsView } from './flag-board.ts';
import { FlagBoards } from './flag-boards.ts';
import { textRulesOf } from './text-rules.ts';

let mine: { desk: Desk; boards: FlagBoards } | null = null;

/** The flags beside the one desk. */
export function boardsOf(desk: Desk): FlagBoards {
  if (mine?.desk === desk) return mine.boards;
  const boards: FlagBoards = new FlagBoards({
    desk,
    checker: openChecker(() => new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })),
    rest: frameAfter,
    load: getFlags,
    rulesOf: (name) => textRulesOf(name, () => boards.recheck()),
  });
  mine = { desk, boards };
  return boards;
}

export const useFlags = (board: FlagBoard): FlagsView => useSyncExternalStore(board.subscribe, board.view);
