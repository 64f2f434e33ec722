import { type Database, type Hints, mineDue } from '@countersign/engine';
import type { Logger } from 'pino';
import { catchUp } from './catch-up.ts';

const betweenLooksMs = 2_000;

/**
 * Learns from the decisions that took effect. It rests as long as it worked, so that a large history leaves half of a processor to
 * others, and looks every two seconds when all is learned.
 */
export function startLessonLoop({ db, hints, logger }: { db: Database; hints: Hints; logger: Logger }): { stop(): Promise<void> } {
  const turn = async () => {
    const { mined, changedIn, isDone } = await mineDue(db);
    if (changedIn !== null) hints.send({ workspaces: [changedIn] });
    if (mined > 0) logger.debug({ mined }, 'Learned');
    return { isDone };
  };
  return catchUp({ turn, failing: 'Learning waits', betweenLooksMs, logger });
}
