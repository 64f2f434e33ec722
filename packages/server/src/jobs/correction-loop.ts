import { type Database, keepCorrections } from '@countersign/engine';
import type { Logger } from 'pino';
import { catchUp } from './catch-up.ts';

const betweenLooksMs = 2_000;

/** Makes released work findable as examples. It rests as long as it worked, and looks every two seconds when there is none. */
export function startCorrectionLoop({ db, logger }: { db: Database; logger: Logger }): { stop(): Promise<void> } {
  return catchUp({ turn: () => keepCorrections(db), failing: 'Corrections are not kept at the moment', betweenLooksMs, logger });
}
