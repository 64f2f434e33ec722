import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, tell } from '../bench.ts';
import { clearQueue, fill, findCheckpointIds, settle } from '../fill.ts';
import { inTurn } from '../in-turn.ts';
import { openInstallation, ownerKey } from '../installation.ts';
import { reviewScript } from '../load/pgbench-script.ts';
import { runReviewLoad } from '../load/run-load.ts';
import { describeMachine } from '../machine.ts';
import { inviteReviewers, putCheckpoint } from '../people.ts';
import { findPgbench, howToGetPgbench, runPgbench } from '../pgbench.ts';
import { endedChildrenSeconds, familySeconds, processSeconds } from '../processor-time.ts';
import { figure, minMedianMax, type Report } from '../report.ts';
import { withClient } from '../sql.ts';
import { median, percentile, ratios, spread } from '../statistics.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const reviewers = 16;
const checkpoint = 'texts';

/** What both sides answer: decisions a second. */
interface Turn {
  rate: number;
  latencies: number[];
  /** Processor milliseconds for one decision. */
  cost: { server: number; postgres: number; client: number };
}

export const bench: Bench = {
  name: 'decide',
  async run({ quick, rounds = quick ? 1 : 5, seconds = quick ? 2 : 6, profile }) {
    await using installation = await openInstallation({ profile, hasWorker: false });
    using folder = temporaryFolder();
    const { database, server } = installation;
    const machine = await describeMachine(database.connection);
    await putCheckpoint(server.client, checkpoint, 600);
    const keys = (await inviteReviewers({ url: server.url, ownerKey, count: reviewers })).map(({ key }) => key);
    return await withClient(database.connection, async (client) => {
      const ids = await findCheckpointIds(client, checkpoint);
      let from = 1;
      const refill = async () => {
        await clearQueue(client);
        const count = seconds * 7_000;
        await fill(client, { ...ids, from, count });
        from += count;
        await settle(client);
      };
      const spent = () => ({ server: processSeconds(server.pid), postgres: familySeconds(database.pid), client: endedChildrenSeconds() });
      const costOf = (before: Turn['cost'], decisions: number): Turn['cost'] => {
        const after = spent();
        const perDecision = (name: keyof Turn['cost']) => ((after[name] - before[name]) * 1000) / decisions;
        return { server: perDecision('server'), postgres: perDecision('postgres'), client: perDecision('client') };
      };
      const http = async (forSeconds: number): Promise<Turn> => {
        const before = spent();
        const { seconds: took, latencies } = await runReviewLoad({ url: server.url, keys, checkpoint, seconds: forSeconds });
        const all = latencies.flat();
        return { rate: all.length / took, latencies: all, cost: costOf(before, all.length) };
      };
      const program = findPgbench();
      const script = join(folder.path, 'review.sql');
      writeFileSync(script, reviewScript(ids));
      const pgbench = async (): Promise<Turn> => {
        if (!program) return { rate: Number.NaN, latencies: [], cost: { server: Number.NaN, postgres: Number.NaN, client: Number.NaN } };
        const before = spent();
        const { tps } = await runPgbench({
          program,
          connection: database.connection,
          script,
          clients: reviewers,
          seconds,
          protocol: 'simple',
        });
        return { rate: tps, latencies: [], cost: costOf(before, tps * seconds) };
      };
      await refill();
      await http(Math.min(3, seconds));
      const turns = await inTurn({
        rounds,
        sides: { http: () => refill().then(() => http(seconds)), pgbench: () => refill().then(pgbench) },
        onRound: (name, round, { rate, cost }) =>
          tell(
            `round ${round + 1}, ${name}: ${figure(rate)} decisions a second; ms each: ${JSON.stringify(cost, (_, value) => (typeof value === 'number' ? Number(value.toFixed(3)) : value))}`,
          ),
      });
      return report(machine, turns, { seconds, rounds, hasPgbench: program !== null });
    });
  },
};

function report(
  machine: Report['machine'],
  turns: Record<'http' | 'pgbench', Turn[]>,
  how: { seconds: number; rounds: number; hasPgbench: boolean },
): Report {
  const rates = (name: 'http' | 'pgbench') => turns[name].map(({ rate }) => rate);
  const all = turns.http.flatMap(({ latencies }) => latencies);
  const cost = (name: 'http' | 'pgbench', part: keyof Turn['cost']) => figure(median(turns[name].map((turn) => turn.cost[part])));
  const total = (name: 'http' | 'pgbench') =>
    median(turns[name].map((turn) => (name === 'http' ? turn.cost.server : 0) + turn.cost.postgres + turn.cost.client));
  return {
    title: 'Deciding and claiming the next item, 16 reviewers',
    aim: 'at least half of what pgbench reaches with the same statement on the same server.',
    machine,
    tables: [
      {
        columns: ['decisions a second', 'min', 'median', 'max'],
        rows: [
          ['through HTTP', ...minMedianMax(spread(rates('http')))],
          ['pgbench', ...minMedianMax(spread(rates('pgbench')))],
          ['**HTTP / pgbench**', ...minMedianMax(spread(ratios(rates('http'), rates('pgbench'))))],
        ],
      },
      {
        columns: ['processor ms for one decision (median)', 'server', 'PostgreSQL', 'client'],
        rows: [
          ['through HTTP', cost('http', 'server'), cost('http', 'postgres'), cost('http', 'client')],
          ['pgbench', '–', cost('pgbench', 'postgres'), cost('pgbench', 'client')],
          ['**pgbench / HTTP, all processes together**', figure(total('pgbench') / total('http')), '', ''],
        ],
      },
    ],
    notes: [
      `${how.rounds} rounds of ${how.seconds} s a side, in turn. Answers through HTTP came after ${figure(percentile(all, 0.5))} ms (p50) and ${figure(percentile(all, 0.99))} ms (p99).`,
      'One request: decide on an item of 1.4 KB and claim the next, with a personal key, on a connection kept open. The client is a process of its own on the same cores.',
      'The last line is the ratio that free cores would show: what one decision costs pgbench and PostgreSQL, by what it costs client, server and PostgreSQL.',
      'pgbench runs the statement of the product, prepared, over the same socket. Neither side releases anything meanwhile.',
      ...(how.hasPgbench ? [] : [howToGetPgbench]),
    ],
  };
}
