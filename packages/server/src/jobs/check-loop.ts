import { type Checker, checkDue, type Database } from '@countersign/engine';
import type { Logger } from 'pino';
import { catchUp } from './catch-up.ts';

const betweenLooksMs = 1_000;

/**
 * Checks what waits and was not yet checked. It rests as long as it worked, so that checking a large import leaves half of a processor
 * to the import itself, and looks once a second when all is checked.
 */
export function startCheckLoop({ db, checker, logger }: { db: Database; checker: Checker; logger: Logger }): { stop(): Promise<void> } {
  const turn = async (signal: AbortSignal) => {
    const { checked, isDone } = await checkDue(db, checker, { signal });
    if (checked > 0) logger.debug({ checked }, 'Checked');
    return { isDone };
  };
  return catchUp({ turn, failing: 'Checking waits', betweenLooksMs, logger });
}
