import { useSyncExternalStore } from 'react';
import { getFlags } from '../api/calls.ts';
import type { Desk } from '../review/desk.ts';
import { openChecker } from './checker.ts';
import { FlagBoard, type FlagsView } from './flag-board.ts';
import { textRulesOf } from './text-rules.ts';

let mine: { desk: Desk; board: FlagBoard } | null = null;

/** The flags beside the one desk. */
export function boardOf(desk: Desk): FlagBoard {
  if (mine?.desk === desk) return mine.board;
  const board: FlagBoard = new FlagBoard({
    desk,
    checker: openChecker(() => new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })),
    load: getFlags,
    rulesOf: (name) => textRulesOf(name, () => board.recheck()),
  });
  mine = { desk, board };
  return board;
}

export const useFlags = (board: FlagBoard): FlagsView => useSyncExternalStore(board.subscribe, board.view);
