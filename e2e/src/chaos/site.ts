import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningPostgres, startPostgres } from '@countersign/engine/postgres';
import { type Command, startCommand } from '../command.ts';
import { childrenOf, descendantsOf, killAll } from '../processes.ts';
import type { Random } from './random.ts';

/** What can be killed. `service` is `start`, which is server, worker and guardian of the database in one. */
export type Victim = 'service' | 'server' | 'worker' | 'postmaster' | 'backend' | 'everything';

/** A running Countersign whose processes can be killed one by one. */
export interface Site {
  name: string;
  victims: readonly Victim[];
  kill(victim: Victim, random: Random): void;
  /** Starts what does not run. */
  revive(): Promise<void>;
  /** Whether all processes have started; what they serve may still be away. */
  hasStarted(): boolean;
  /** It is up: from now on nobody may end but by being killed. */
  settle(): void;
  stop(): Promise<void>;
  /** Processes that ended although nobody killed them. */
  deserters(): string[];
}

export interface Place {
  dataDir: string;
  port: number;
  env: { [name: string]: string };
}

class Post {
  readonly #args: string[];
  readonly #env: { [name: string]: string };
  #command: Command | undefined;
  #wasKilled = false;
  #wasUp = false;
  readonly deserted: string[] = [];

  constructor(args: string[], env: { [name: string]: string }) {
    this.#args = args;
    this.#env = env;
  }

  get stdout(): string {
    return this.#command?.stdout() ?? '';
  }

  get pid(): number | undefined {
    return this.#command?.hasEnded() === false ? this.#command.pid : undefined;
  }

  /** From now on it must not end by itself; before, it may find no database and give up. */
  expectToStay(): void {
    this.#wasUp = true;
  }

  async fill(): Promise<void> {
    // A process that was sent a SIGKILL is there for a moment longer.
    if (this.#wasKilled) await this.#command?.ended;
    if (this.pid !== undefined) return;
    const gaveUp = !this.#wasUp && this.#command?.stderr().includes('(database_unavailable)');
    if (this.#command && !this.#wasKilled && !gaveUp)
      this.deserted.push(`${this.#args.join(' ')} ended by itself: ${lastLines(this.#command)}`);
    this.#wasUp = false;
    this.#wasKilled = false;
    this.#command = startCommand(this.#args, { env: this.#env });
  }

  kill(): void {
    this.#wasKilled = true;
    this.#command?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.pid === undefined) return;
    this.#command?.kill('SIGTERM');
    const code = await this.#command?.ended;
    if (code !== 0) this.deserted.push(`${this.#args.join(' ')} stopped with ${code}: ${lastLines(this.#command as Command)}`);
  }
}

const lastLines = (command: Command): string => (command.stderr() + command.stdout()).slice(-1_500);

const killPostgres = (postmaster: number | undefined, victim: Victim, random: Random): void => {
  if (postmaster === undefined) return;
  const backends = childrenOf(postmaster);
  if (victim === 'backend') killAll(backends.length > 0 ? [random.pick(backends)] : []);
  else killAll(victim === 'postmaster' ? [postmaster] : [postmaster, ...backends]);
};

/** `countersign start`: everything in one process, and the embedded database beside it. */
export function oneProcessSite({ dataDir, port, env }: Place): Site {
  const post = new Post(['--json', 'start', '--data', dataDir, '--port', String(port)], env);
  // The other child of `start` is the shell that stops the database when `start` dies.
  const postmaster = () => childrenOf(post.pid).find((pid) => childrenOf(pid).length > 1);
  return {
    name: 'one process',
    victims: ['service', 'postmaster', 'backend', 'everything'],
    kill(victim, random) {
      if (victim === 'postmaster' || victim === 'backend') return killPostgres(postmaster(), victim, random);
      const others = post.pid === undefined || victim === 'service' ? [] : descendantsOf(post.pid);
      post.kill();
      killAll(others);
    },
    revive: async () => post.fill(),
    // It says where it is as the last thing.
    hasStarted: () => post.stdout.includes('\n'),
    settle: () => post.expectToStay(),
    stop: () => post.stop(),
    deserters: () => post.deserted,
  };
}

/** `countersign serve` and `countersign work` over a database that others look after: here, this process. */
export function separateSite({ dataDir, port, env }: Place): Site {
  let postgres: RunningPostgres | undefined;
  let posts: { server: Post; worker: Post } | undefined;
  return {
    name: 'separate',
    victims: ['server', 'worker', 'postmaster', 'backend', 'everything'],
    kill(victim, random) {
      if (victim === 'server' || victim === 'everything') posts?.server.kill();
      if (victim === 'worker' || victim === 'everything') posts?.worker.kill();
      if (victim !== 'server' && victim !== 'worker') killPostgres(postgres?.pid, victim, random);
    },
    async revive() {
      postgres ??= await startPostgres({ dataDir, onExit: () => (postgres = undefined) });
      const withDatabase = { ...env, DATABASE_URL: postgres.url };
      posts ??= {
        server: new Post(['serve', '--port', String(port), '--host', '127.0.0.1'], withDatabase),
        worker: new Post(['work'], withDatabase),
      };
      await posts.server.fill();
      await posts.worker.fill();
    },
    hasStarted: () => posts !== undefined,
    settle() {
      posts?.server.expectToStay();
      posts?.worker.expectToStay();
    },
    async stop() {
      await posts?.server.stop();
      await posts?.worker.stop();
      await postgres?.stop();
    },
    deserters: () => [...(posts?.server.deserted ?? []), ...(posts?.worker.deserted ?? [])],
  };
}

/** Starts what does not run, until the server can take requests again. */
export async function bringUp(site: Site, url: string): Promise<void> {
  for (const end = Date.now() + 60_000; ; await sleep(50)) {
    await site.revive();
    const ready = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (ready?.ok && site.hasStarted()) return site.settle();
    if (Date.now() > end) throw new Error(`Countersign (${site.name}) does not come back: ${site.deserters().join('\n')}`);
  }
}
