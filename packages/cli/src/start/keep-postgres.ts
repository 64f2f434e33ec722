import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { CountersignError } from '@countersign/contract';
import { type RunningPostgres, type StartPostgresOptions, startPostgres } from '@countersign/engine/postgres';

const mostCrashes = 5;
const withinMs = 60_000;
const pauseMs = 200;

export interface KeepPostgresOptions extends Pick<StartPostgresOptions, 'dataDir' | 'onNotice'> {
  /** Told of every crash that is answered with a new start. */
  onCrash: (reason: CountersignError) => void;
}

export interface KeptPostgres extends Pick<RunningPostgres, 'connection' | 'stop'> {
  /** Why it ended for good. */
  ended: Promise<CountersignError>;
}

/** The embedded PostgreSQL, started again at the same address after a crash: five times a minute, and never on a full disk. */
export const keepPostgres = async ({ onCrash, ...options }: KeepPostgresOptions): Promise<KeptPostgres> => {
  const ended = Promise.withResolvers<CountersignError>();
  let crashes: number[] = [];
  let isStopping = false;

  const begin = async (): Promise<RunningPostgres> => {
    let isBegun = false;
    let crashed: CountersignError | undefined;
    const running = await startPostgres({
      ...options,
      onExit: (reason) => {
        crashed = reason;
        if (isBegun) current = beginAgain(reason);
      },
    });
    if (crashed) throw crashed;
    isBegun = true;
    return running;
  };

  const mayBeginAgain = (reason: CountersignError): boolean => {
    crashes = [...crashes.filter((at) => at > performance.now() - withinMs), performance.now()];
    return reason.code === 'database_unavailable' && crashes.length <= mostCrashes;
  };

  const beginAgain = async (first: CountersignError): Promise<RunningPostgres | null> => {
    for (let reason = first; !isStopping; ) {
      if (!mayBeginAgain(reason)) {
        ended.resolve(reason);
        return null;
      }
      onCrash(reason);
      await sleep(pauseMs * (crashes.length - 1));
      try {
        return await beginAtSameAddress();
      } catch (error) {
        if (!(error instanceof CountersignError)) throw error;
        reason = error;
      }
    }
    return null;
  };

  // On Windows every start takes another port, which the open pools do not know.
  const beginAtSameAddress = async (): Promise<RunningPostgres> => {
    const running = await begin();
    if (isDeepStrictEqual(running.connection, connection)) return running;
    await running.stop();
    throw new CountersignError('database_version', 'PostgreSQL crashed and came back at another address. Start Countersign again.');
  };

  const running = await begin();
  const { connection } = running;
  let current: Promise<RunningPostgres | null> = Promise.resolve(running);
  const stop = async () => {
    isStopping = true;
    await (await current)?.stop();
  };
  return { connection, stop, ended: ended.promise };
};
