import { setTimeout as sleep } from 'node:timers/promises';
import { CountersignError } from '@countersign/contract';
import {
  advanceRuns,
  type Context,
  claimRuns,
  countWorkers,
  type Database,
  type FindExamples,
  findLanes,
  type Hints,
  haltBatch,
  type Lane,
  newId,
  recoverRuns,
  renewLeases,
  type Secret,
  sendOnTried,
} from '@countersign/engine';
import type { Logger } from 'pino';
import { draftRow } from './draft-row.ts';
import { Gate } from './gate.ts';
import type { ModelFetch } from './model-address.ts';
import { openLane, type Workshop } from './open-lane.ts';
import type { RecordedDrafts } from './recorded-drafts.ts';

export interface DraftLoopOptions {
  db: Database;
  hints: Hints;
  secret: Secret | null;
  models: ModelFetch;
  recorded: RecordedDrafts;
  findExamples: FindExamples;
  logger: Logger;
}

const lookEveryMs = 250;
const refreshEveryMs = 1_000;
const renewEveryMs = 4_000;
const patienceMs = 10_000;

const nameOf = ({ ctx, batchId, step, isTrial }: Lane) => `${ctx.workspaceId}/${batchId}/${step}/${isTrial}`;

/**
 * Drafts what is ready, with every provider up to what it allows; sends runs on whose items were released; frees what dead processes left.
 * Any number may run, on any machines: a row is one worker's at a time. When it stops, calls under way get ten seconds to end.
 */
export function startDraftLoop({ db, hints, logger, ...given }: DraftLoopOptions): { stop(): Promise<void> } {
  const closing = new AbortController();
  const aborting = new AbortController();
  const workerId = newId('worker');
  const gates = new Map<string, Gate>();
  const lanes = new Map<string, Promise<void>>();
  const rows = new Map<string, Promise<void>>();
  let workers = new Map<string, number>();

  const workshop: Workshop = {
    ...given,
    logger,
    workerId,
    stopping: aborting.signal,
    gateOf(ctx, provider) {
      const name = `${ctx.workspaceId}/${provider}`;
      const gate = gates.get(name) ?? new Gate();
      gates.set(name, gate);
      if (closing.signal.aborted) gate.close();
      return gate;
    },
    onSubmitted: ({ workspaceId }: Context) => hints.send({ workspaces: [workspaceId] }),
  };

  /** Fetches rows of one lane as there is room for them, until there are none. */
  async function serve(lane: Lane): Promise<void> {
    let work = await openLane(workshop, lane);
    let openedAt = performance.now();
    while (!closing.signal.aborted) {
      work.gate.setLimits(work.asking.provider, workers.get(`${lane.ctx.workspaceId}/${work.place.provider}`) ?? 1);
      await work.gate.untilRoom();
      if (closing.signal.aborted) return;
      // Another brand rule, price or limit counts from the next second on.
      if (performance.now() - openedAt > refreshEveryMs) {
        work = await openLane(workshop, lane);
        openedAt = performance.now();
      }
      const { runs, isBroke } = await claimRuns({ lane, limit: work.gate.room, workerId, provider: work.place.provider });
      if (isBroke)
        await haltBatch(
          lane.ctx,
          lane.batchId,
          'budget',
          'The budget has no room for another draft. Raise it and resume, or leave it at that.',
        );
      if (runs.length === 0) return;
      for (const run of runs) {
        rows.set(
          run.id,
          draftRow(work, run).finally(() => rows.delete(run.id)),
        );
      }
    }
  }

  const report = async (lane: Lane, error: unknown) => {
    if (error instanceof CountersignError && !error.isRetryable)
      await haltBatch(lane.ctx, lane.batchId, 'provider', error.message).catch(() => {});
    logger.warn({ err: error, batchId: lane.batchId }, 'A batch cannot be drafted just now');
  };

  const look = async () => {
    for (const lane of await findLanes(db)) {
      const name = nameOf(lane);
      if (lanes.has(name)) continue;
      const serving = serve(lane)
        .catch((error) => report(lane, error))
        .finally(() => lanes.delete(name));
      lanes.set(name, serving);
    }
  };

  const renew = () => renewLeases(db, workerId, [...rows.keys()]);

  const keepHouse = async () => {
    await recoverRuns(db);
    await sendOnTried(db);
    workers = await countWorkers(db);
  };

  const tasks = [
    repeat('Drafting', look, lookEveryMs),
    repeat('Sending runs on', async () => ((await advanceRuns(db)) > 0 ? 0 : lookEveryMs), lookEveryMs),
    repeat('Keeping house', keepHouse, refreshEveryMs),
    repeat('Renewing leases', renew, renewEveryMs),
  ];

  /** Does something again and again; a failure waits for the next time, and is told once. */
  async function repeat(what: string, act: () => Promise<unknown>, everyMs: number): Promise<void> {
    let isFailing = false;
    while (!closing.signal.aborted) {
      let pause = everyMs;
      try {
        const next = await act();
        pause = typeof next === 'number' ? next : everyMs;
        isFailing = false;
      } catch (error) {
        if (!isFailing && !closing.signal.aborted) logger.warn({ err: error }, `${what} waits`);
        isFailing = true;
      }
      if (pause > 0) await sleep(pause, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  return {
    async stop() {
      closing.abort();
      for (const gate of gates.values()) gate.close();
      const late = setTimeout(() => aborting.abort(), patienceMs);
      // Leases end while long calls do.
      const renewing = setInterval(() => renew().catch(() => {}), renewEveryMs);
      await Promise.all([...tasks, ...lanes.values()]);
      while (rows.size > 0) await Promise.all(rows.values());
      clearTimeout(late);
      clearInterval(renewing);
      await recoverRuns(db, workerId).catch(() => {}); // else its leases end by themselves
    },
  };
}
