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
  let running: RunningPostgres | undefined;
  let beginning: Promise<void> = Promise.resolve();
  let crashes: number[] = [];
  let isStopping = false;

  const begin = async (): Promise<RunningPostgres> => {
    let isBegun = false;
    let crashed: CountersignError | undefined;
    const onExit = (reason: CountersignError) => {
      crashed = reason;
      if (isBegun) beginning = beginAgain(reason);
    };
    const begun = await startPostgres({ ...options, onExit });
    if (crashed) throw crashed;
    isBegun = true;
    running = begun;
    return begun;
  };

  const first = await begin();

  async function beginAgain(crash: CountersignError): Promise<void> {
    let reason: CountersignError | undefined = crash;
    while (reason && !isStopping) {
      crashes = [...crashes.filter((at) => at > performance.now() - withinMs), performance.now()];
      if (reason.code !== 'database_unavailable' || crashes.length > mostCrashes) return ended.resolve(reason);
      onCrash(reason);
      await sleep(pauseMs * (crashes.length - 1));
      reason = await begin().then(refuseOtherAddress, (error: CountersignError) => error);
    }
  }

  // On Windows every start takes another port, which the open pools do not know.
  async function refuseOtherAddress(begun: RunningPostgres): Promise<CountersignError | undefined> {
    if (isDeepStrictEqual(begun.connection, first.connection)) return undefined;
    await begun.stop();
    return new CountersignError('database_version', 'PostgreSQL crashed and came back at another address. Start Countersign again.');
  }

  const stop = async () => {
    isStopping = true;
    await beginning;
    await running?.stop();
  };
  return { connection: first.connection, stop, ended: ended.promise };
};
