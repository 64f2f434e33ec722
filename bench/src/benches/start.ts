import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, tell } from '../bench.ts';
import { inTurn } from '../in-turn.ts';
import { describeMachine } from '../machine.ts';
import { processSeconds } from '../processor-time.ts';
import { figure, minMedianMax } from '../report.ts';
import { ratios, spread } from '../statistics.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const cli = join(import.meta.dirname, '../../../packages/cli/src/main.ts');
const launcher = join(import.meta.dirname, '../postgres-process.ts');

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Lets a process of ours end by itself, as Ctrl+C does. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await gone;
  clearTimeout(patience);
}

interface Start {
  /** From the start of the process. */
  ms: number;
  /** Of the processor, without what PostgreSQL took. */
  processorMs: number;
}

/** The start of a process until `isThere` says yes. */
async function timeStart(args: string[], isThere: () => Promise<boolean>): Promise<Start> {
  const errors: string[] = [];
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, DATABASE_URL: '' } });
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  try {
    while (!(await isThere())) {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${errors.join('')}`);
      if (performance.now() - startedAt > 120_000) throw new Error(`It did not start within two minutes: ${errors.join('')}`);
      await sleep(5);
    }
    return { ms: performance.now() - startedAt, processorMs: processSeconds(child.pid as number) * 1000 };
  } finally {
    await end(child);
  }
}

async function timePostgres(data: string): Promise<Start> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [launcher, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const took = await new Promise<Start>((resolve, reject) => {
    child.stdout.once('data', () =>
      resolve({ ms: performance.now() - startedAt, processorMs: processSeconds(child.pid as number) * 1000 }),
    );
    child.once('exit', (code) => reject(new Error(`PostgreSQL alone ended with ${code}.`)));
  });
  await end(child);
  return took;
}

export const bench: Bench = {
  name: 'start',
  async run({ quick, rounds = quick ? 2 : 9 }) {
    using folder = temporaryFolder();
    const machine = await describeMachine(null);
    const data = join(folder.path, 'data');
    const startAll = async () => {
      const port = await freePort();
      const answers = () =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      return timeStart([cli, 'start', '--data', data, '--port', String(port)], answers);
    };
    const first = await startAll();
    tell(`the first start, on an empty folder: ${figure(first.ms)} ms`);
    const turns = await inTurn({
      rounds,
      sides: { all: startAll, postgres: () => timePostgres(data) },
      onRound: (name, round, { ms }) => tell(`round ${round + 1}, ${name}: ${figure(ms)} ms`),
    });
    return {
      title: 'Starting on a folder that was used before',
      aim: 'the first request answered within 2 s.',
      machine,
      tables: [
        {
          columns: ['ms from the start of the process', 'min', 'median', 'max'],
          rows: [
            ['`countersign start` to the first answer', ...minMedianMax(spread(turns.all.map(({ ms }) => ms)))],
            ['PostgreSQL alone to the first query', ...minMedianMax(spread(turns.postgres.map(({ ms }) => ms)))],
            [
              '**all / PostgreSQL alone**',
              ...minMedianMax(
                spread(
                  ratios(
                    turns.all.map(({ ms }) => ms),
                    turns.postgres.map(({ ms }) => ms),
                  ),
                ),
              ),
            ],
            ['processor ms of `countersign start`', ...minMedianMax(spread(turns.all.map(({ processorMs }) => processorMs)))],
          ],
        },
      ],
      notes: [
        `The very first start, which also makes the database, took ${figure(first.ms)} ms.`,
        'Each start is a fresh process that runs from the TypeScript sources; the files are in the cache of the system. PostgreSQL alone is started by the same launcher in a process that does nothing else.',
      ],
    };
  },
};
