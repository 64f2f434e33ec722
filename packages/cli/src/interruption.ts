import { CountersignError } from '@countersign/contract';
import { exitCodes } from './exit-codes.ts';

/** Aborted by the first Ctrl+C or SIGTERM, so that work can end cleanly; a second Ctrl+C ends the process at once. */
export const listenForInterruption = (): AbortSignal => {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort(new CountersignError('aborted', 'Interrupted. Run the same command again to go on; nothing is done twice.'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
};
