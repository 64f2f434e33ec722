import { useSyncExternalStore } from 'react';
import { getFlags } from '../api/calls.ts';
import type { Desk } from '../review/desk.ts';
import { checkpointNamed } from '../review/my-desk.ts';
import { openChecker } from './checker.ts';
import { FlagBoard, type FlagsView } from './flag-board.ts';

let mine: { desk: Desk; board: FlagBoard } | null = null;

/** The flags beside the one desk. */
export function boardOf(desk: Desk): FlagBoard {
  if (mine?.desk === desk) return mine.board;
  const board = new FlagBoard({
    desk,
    checker: openChecker(() => new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' })),
    load: getFlags,
    rulesOf: (name) => {
      const checkpoint = checkpointNamed(name);
      return { rules: checkpoint?.brandRules ?? null, dictionary: checkpoint?.dictionary ?? [] };
    },
  });
  mine = { desk, board };
  return board;
}

export const useFlags = (board: FlagBoard): FlagsView => useSyncExternalStore(board.subscribe, board.view);
