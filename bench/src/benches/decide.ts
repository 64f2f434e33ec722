import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, tell } from '../bench.ts';
import { clearQueue, fill, findCheckpointIds, settle } from '../fill.ts';
import { inTurn } from '../in-turn.ts';
import { openInstallation, ownerKey, temporaryFolder } from '../installation.ts';
import { reviewScript } from '../load/pgbench-script.ts';
import { runReviewLoad } from '../load/run-load.ts';
import { describeMachine } from '../machine.ts';
import { inviteReviewers, putCheckpoint } from '../people.ts';
import { findPgbench, howToGetPgbench, runPgbench } from '../pgbench.ts';
import { figure, minMedianMax, type Report } from '../report.ts';
import { withClient } from '../sql.ts';
import { percentile, ratios, spread } from '../statistics.ts';

const reviewers = 16;
const checkpoint = 'texts';

/** What both sides answer: decisions a second. */
interface Turn {
  rate: number;
  latencies: number[];
}

export const bench: Bench = {
  name: 'decide',
  async run({ quick, rounds = quick ? 1 : 5, seconds = quick ? 2 : 6, profile }) {
    await using installation = await openInstallation({ profile });
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
      const http = async (forSeconds: number): Promise<Turn> => {
        const { seconds: took, latencies } = await runReviewLoad({ url: server.url, keys, checkpoint, seconds: forSeconds });
        return { rate: latencies.flat().length / took, latencies: latencies.flat() };
      };
      const program = findPgbench();
      const script = join(folder.path, 'review.sql');
      writeFileSync(script, reviewScript(ids));
      const pgbench = async (): Promise<Turn> => {
        if (!program) return { rate: Number.NaN, latencies: [] };
        const { tps } = await runPgbench({ program, connection: database.connection, script, clients: reviewers, seconds, protocol: 'simple' });
        return { rate: tps, latencies: [] };
      };
      await refill();
      await http(Math.min(3, seconds));
      const turns = await inTurn({
        rounds,
        sides: { http: () => refill().then(() => http(seconds)), pgbench: () => refill().then(pgbench) },
        onRound: (name, round, { rate }) => tell(`round ${round + 1}, ${name}: ${figure(rate)} decisions a second`),
      });
      return report(machine, turns, { seconds, rounds, hasPgbench: program !== null });
    });
  },
};

function report(machine: Report['machine'], turns: Record<'http' | 'pgbench', Turn[]>, how: { seconds: number; rounds: number; hasPgbench: boolean }): Report {
  const rates = (name: 'http' | 'pgbench') => turns[name].map(({ rate }) => rate);
  const all = turns.http.flatMap(({ latencies }) => latencies);
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
    ],
    notes: [
      `${how.rounds} rounds of ${how.seconds} s a side, in turn. Answers through HTTP came after ${figure(percentile(all, 0.5))} ms (p50) and ${figure(percentile(all, 0.99))} ms (p99).`,
      'One request: decide on an item of 1.4 KB and claim the next, with a personal key, on a connection kept open. The client is a process of its own on the same cores.',
      'pgbench runs the statement of the product, prepared, over the same socket. Neither side releases anything meanwhile.',
      ...(how.hasPgbench ? [] : [howToGetPgbench]),
    ],
  };
}
