import { createContext } from 'react';
import type { FlagBoard } from './flag-board.ts';

/** The flags of the form that is being edited; null where a form is shown without flags. */
export const FlagsContext = createContext<FlagBoard | null>(null);
