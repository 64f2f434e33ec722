import { type Connection, closeDatabase, type Database, migrate, openDatabase } from '@countersign/engine';
import { type Bench, tell } from '../bench.ts';
import { fill, settle } from '../fill.ts';
import { inTurn } from '../in-turn.ts';
import { openBenchDatabase } from '../installation.ts';
import { describeMachine } from '../machine.ts';
import { figure, minMedianMax } from '../report.ts';
import { makeTestShop, type Shop } from '../shop.ts';
import { withClient } from '../sql.ts';
import { percentile, ratios, spread } from '../statistics.ts';

interface Depth extends Shop {
  waiting: number;
  db: Database;
}

const claimsPerTurn = 100;

async function openDepth(connection: Connection, waiting: number): Promise<Depth> {
  const database = `depth_${waiting}`;
  await withClient(connection, (client) => client.query(`create database ${database}`));
  const here = { ...connection, database };
  const db = openDatabase(here);
  await migrate(db);
  const shop = await makeTestShop(db, { reviewers: 1 });
  const startedAt = performance.now();
  await withClient(here, async (client) => {
    await fill(client, { workspaceId: shop.workspaceId, checkpointId: shop.checkpointId, from: 1, count: waiting, textLength: 50 });
    await settle(client);
  });
  tell(`${figure(waiting)} items wait after ${figure((performance.now() - startedAt) / 1000)} s`);
  return { ...shop, waiting, db };
}

/** Milliseconds of each claim, one after another. What was claimed stays claimed: the queue is far longer. */
async function claimMany({ reviewers: [reviewer], checkpoint }: Depth): Promise<number[]> {
  const latencies: number[] = [];
  for (let number = 0; number < claimsPerTurn; number += 1) {
    const startedAt = performance.now();
    const [claimed] = await (reviewer as Shop['reviewers'][number]).claimNext(checkpoint);
    latencies.push(performance.now() - startedAt);
    if (!claimed) throw new Error('Nothing waits any more.');
  }
  return latencies;
}

/** How the next item is found, and how many buffers that takes. */
async function planOf({ db, workspaceId, checkpointId }: Depth): Promise<string> {
  const { rows } = await db.pool.query(
    `explain (analyze, buffers, format json) select w.item_id from waiting w
     where w.workspace_id = $1 and w.checkpoint_id = $2 and w.claimed_by is null and w.assigned_to is null
     order by w.rank, w.due_at, w.cost, w.item_id limit 1 for update skip locked`,
    [workspaceId, checkpointId],
  );
  const { Plan: plan } = rows[0]['QUERY PLAN'][0];
  const scan = /"Node Type":"([^"]*Scan)"[^{}]*"Index Name":"([^"]+)"/.exec(JSON.stringify(plan));
  return `${scan?.[1]} on ${scan?.[2]}, ${plan['Shared Hit Blocks'] + plan['Shared Read Blocks']} buffers`;
}

export const bench: Bench = {
  name: 'claim-depth',
  async run({ quick, rounds = quick ? 3 : 25 }) {
    const sizes = quick ? [1_000, 10_000, 100_000] : [10_000, 1_000_000, 10_000_000];
    await using database = await openBenchDatabase();
    const machine = await describeMachine(database.connection);
    const depths: Depth[] = [];
    try {
      for (const size of sizes) depths.push(await openDepth(database.connection, size));
      const turns = await inTurn({
        rounds,
        sides: Object.fromEntries(depths.map((depth) => [depth.waiting, () => claimMany(depth)])) as Record<
          string,
          () => Promise<number[]>
        >,
        onRound: (name, round, latencies) =>
          tell(
            `round ${round + 1}, ${figure(Number(name))} waiting: p50 ${figure(percentile(latencies, 0.5))} ms, p99 ${figure(percentile(latencies, 0.99))} ms`,
          ),
      });
      const at = (size: number, share: number) => (turns[size] as number[][]).map((latencies) => percentile(latencies, share));
      const [smallest, largest] = [sizes[0] as number, sizes.at(-1) as number];
      const plans = await Promise.all(depths.map(planOf));
      return {
        title: 'Claiming from a long queue',
        aim: `flat: at most 1.3 times as long with ${figure(largest)} waiting items as with ${figure(smallest)}.`,
        machine,
        tables: [
          {
            columns: ['ms for a claim, by rounds', 'min', 'median', 'max'],
            rows: [
              ...sizes.flatMap((size) =>
                [0.5, 0.99].map((share) => [`${figure(size)} waiting, p${share * 100}`, ...minMedianMax(spread(at(size, share)))]),
              ),
              [`**p50, longest / shortest queue**`, ...minMedianMax(spread(ratios(at(largest, 0.5), at(smallest, 0.5))))],
              [`p99, longest / shortest queue`, ...minMedianMax(spread(ratios(at(largest, 0.99), at(smallest, 0.99))))],
            ],
          },
          { columns: ['waiting', 'how the next item is found'], rows: sizes.map((size, index) => [figure(size), plans[index] as string]) },
        ],
        notes: [
          `${rounds} rounds of ${claimsPerTurn} claims by one reviewer, the databases in turn, on one server with 256 MB of shared buffers. A claim is durable.`,
          'The items of this bench have short texts, so that ten million of them fit on a disk; the claim reads them all the same.',
        ],
      };
    } finally {
      for (const { db } of depths) await closeDatabase(db);
    }
  },
};
