import type pg from 'pg';
import { type Bench, tell } from '../bench.ts';
import { clearQueue, fill, findCheckpointIds, settle } from '../fill.ts';
import { openInstallation, ownerKey } from '../installation.ts';
import type { ReviewLoadResult } from '../load/review-load.ts';
import { runReviewLoad } from '../load/run-load.ts';
import { describeMachine } from '../machine.ts';
import { inviteReviewers, putCheckpoint } from '../people.ts';
import { figure } from '../report.ts';
import { withClient } from '../sql.ts';
import { percentile } from '../statistics.ts';

const reviewers = 16;
const checkpoint = 'texts';
const buckets = 6;

/** Places at the head of the queue that are claimed and decided before the reviewers begin, as hours of work would have done. */
const passing = 200_000;

const addPassing = (client: pg.Client, { workspaceId, checkpointId }: { workspaceId: string; checkpointId: string }) =>
  client.query(
    `insert into waiting (workspace_id, item_id, checkpoint_id, rank, cost)
     select $1, 'item_passing_' || n, $2, -1, -1.5 from generate_series(1, ${passing}) n`,
    [workspaceId, checkpointId],
  );

async function letPass(client: pg.Client): Promise<void> {
  await client.query(`update waiting set claimed_by = 'person_before', lease_until = now() + interval '1 hour' where rank = -1`);
  await client.query(`delete from waiting where claimed_by = 'person_before'`);
}

/** Milliseconds that a search from the beginning of the queue's index takes to meet a free item. */
async function searchFromTheBeginning(
  client: pg.Client,
  { workspaceId, checkpointId }: { workspaceId: string; checkpointId: string },
): Promise<number> {
  const { rows } = await client.query(
    `explain (analyze, format json) select item_id from waiting where workspace_id = $1 and checkpoint_id = $2
     and claimed_by is null and assigned_to is null order by rank, due_at, cost, item_id limit 1`,
    [workspaceId, checkpointId],
  );
  return rows[0]['QUERY PLAN'][0]['Execution Time'];
}

/** Rate and latencies by equal parts of the time. */
function overTime({ seconds, latencies }: ReviewLoadResult): { rate: number; p50: number; p99: number }[] {
  const size = Math.max(1, Math.floor(Math.min(latencies.length, Math.floor(seconds)) / buckets));
  return Array.from({ length: buckets }, (_, bucket) => {
    const part = latencies.slice(bucket * size, (bucket + 1) * size).flat();
    return { rate: part.length / size, p50: percentile(part, 0.5), p99: percentile(part, 0.99) };
  });
}

export const bench: Bench = {
  name: 'snapshot',
  async run({ quick, seconds = quick ? 12 : 120, profile }) {
    await using installation = await openInstallation({ profile, hasWorker: false });
    const { database, server } = installation;
    const machine = await describeMachine(database.connection);
    await putCheckpoint(server.client, checkpoint, 600);
    const keys = (await inviteReviewers({ url: server.url, ownerKey, count: reviewers })).map(({ key }) => key);
    return await withClient(database.connection, async (client) => {
      const ids = await findCheckpointIds(client, checkpoint);
      let from = 1;
      const turn = async (name: string, reader: pg.Client | null) => {
        await clearQueue(client);
        const count = Math.ceil(seconds * 1_500);
        await fill(client, { ...ids, from, count, textLength: 300 });
        from += count;
        await addPassing(client, ids);
        await settle(client);
        // The embedded server ends a transaction that does nothing for a minute; an outside one need not.
        await reader?.query('set idle_in_transaction_session_timeout = 0');
        await reader?.query('begin isolation level repeatable read');
        await reader?.query('select count(*) from checkpoints');
        await letPass(client);
        const result = await runReviewLoad({ url: server.url, keys, checkpoint, seconds });
        const parts = overTime(result);
        const searchMs = await searchFromTheBeginning(client, ids);
        tell(
          `${name}: ${figure(result.latencies.flat().length)} decisions, p50 by time: ${parts.map(({ p50 }) => figure(p50)).join(', ')} ms; a search from the beginning takes ${figure(searchMs)} ms`,
        );
        return { parts, searchMs, decisions: result.latencies.flat().length };
      };
      const without = await turn('without a snapshot', null);
      const held = await withClient(database.connection, (reader) => turn('with a snapshot', reader));
      const size = seconds / buckets;
      const line = (index: number) => {
        const [a, b] = [without.parts[index], held.parts[index]];
        if (!a || !b) return [];
        return [
          `${figure(index * size)}–${figure((index + 1) * size)} s`,
          figure(a.rate),
          figure(a.p50),
          figure(a.p99),
          figure(b.rate),
          figure(b.p50),
          figure(b.p99),
          figure(b.p50 / a.p50),
        ];
      };
      const growth = (side: typeof held) => (side.parts.at(-1)?.p50 ?? Number.NaN) / (side.parts[0]?.p50 ?? Number.NaN);
      return {
        title: `Claims under a snapshot that is open for ${figure(seconds)} s`,
        aim: 'flat: no slower at the end than at the beginning, with the snapshot as without.',
        machine,
        tables: [
          {
            columns: [
              'time',
              'without: decisions/s',
              'p50 ms',
              'p99 ms',
              'snapshot open: decisions/s',
              'p50 ms',
              'p99 ms',
              'p50 with / without',
            ],
            rows: Array.from({ length: buckets }, (_, index) => line(index)),
          },
        ],
        notes: [
          `${reviewers} reviewers decide and claim the next item through HTTP, as in the bench decide. ${figure(passing)} items before theirs were claimed and decided already. In the second half another connection holds a REPEATABLE READ snapshot from before that.`,
          `p50 at the end / at the beginning: ${figure(growth(without))} without, ${figure(growth(held))} with the snapshot (${figure(held.decisions)} decisions under it).`,
          `At the end a search from the beginning of the queue's index takes ${figure(without.searchMs)} ms without and ${figure(held.searchMs)} ms with the snapshot. Claims do not begin there (packages/engine/src/claims/head.ts); a look beside them does, once a second or less.`,
        ],
      };
    });
  },
};
