import type { Flag } from '@countersign/contract';
import { createContext } from 'react';
import type { FactPlace } from '../flags/fact-place.ts';

/** What the flags of the draft say of the facts that are shown. */
export interface FactFlags {
  flags: Flag[];
  /** The flag that is looked at or pointed at. */
  lit: Flag | null;
  point: (place: FactPlace | null) => void;
  pick: (flag: Flag) => void;
}

export const FactFlagsContext = createContext<FactFlags | null>(null);
