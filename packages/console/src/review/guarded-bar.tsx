import type { Json } from '@countersign/contract';
import type { FlagBoard } from '../flags/flag-board.ts';
import { useFlags } from '../flags/my-boards.ts';
import type { Bindings } from '../keys/bindings.ts';
import { DecisionBar } from './decision-bar.tsx';
import type { Command } from './keys.ts';
import { OpenErrors } from './open-errors.tsx';

interface GuardedBarProps {
  board: FlagBoard;
  output: Json;
  wasWarned: boolean;
  bindings: Bindings | null;
  isEdited: boolean;
  disabled: boolean;
  returnRefusal: string | null;
  onCommand: (command: Command) => void;
}

/** What can be decided; after a first press on a text with open errors, with what is still open above it. */
export function GuardedBar({ board, output, wasWarned, ...bar }: GuardedBarProps) {
  const { errors, flags } = useFlags(board);
  const isWarned = wasWarned && errors > 0;
  return (
    <>
      {isWarned && <OpenErrors count={errors} flags={flags} output={output} />}
      <DecisionBar {...bar} isWarned={isWarned} />
    </>
  );
}
