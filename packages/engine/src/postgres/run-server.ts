import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import { serverEnvironment } from './init-database.ts';
import type { LogFile } from './log-file.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { isForsaken, isStuckStopping } from './processes.ts';

export interface Server {
  pid: number;
  /** Says how the server ended, once it has. */
  ended: Promise<string>;
  /** Waits for the running transactions to be rolled back and the data to be flushed; harsher after 30 s. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  bin: string;
  data: string;
  settings: Record<string, string>;
  account: Account | undefined;
  log: LogFile;
  onNotice: (line: string) => void;
}

/** Holds the other end of a pipe: when this process dies, however, the read ends and the server is stopped cleanly. */
const watchdog = `read -r word; [ "$word" = done ] && exit
kill -INT "$1"; i=0
while kill -0 "$1" && [ $i -lt 60 ]; do sleep 1; i=$((i+1)); [ $i -eq 30 ] && kill -QUIT "$1"; done`;

/** Starts the server and waits until it is ready. Rejects when it ends before, for example because another one runs. */
export async function runServer(o: ServerOptions): Promise<Server> {
  const identity = o.account ? { uid: o.account.uid, gid: o.account.gid } : {};
  const child = spawn(join(o.bin, 'postgres'), ['-D', o.data, ...settingArgs(o.settings)], {
    ...identity,
    cwd: o.data,
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', o.log.fd],
    detached: true, // in a group of its own, so that Ctrl+C in the terminal reaches this process only
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(`PostgreSQL ended (${signal ?? `exit code ${code}`})`));
  });
  const pid = child.pid;
  if (!pid) return ended.then(() => Promise.reject(new Error('PostgreSQL did not start')));
  const guard = spawn('/bin/sh', ['-c', watchdog, 'sh', String(pid)], {
    ...identity,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined).stdin.on('error', () => undefined); // without it the next start stops what is left over
  void ended.then(
    () => guard.stdin.end('done\n'),
    () => undefined,
  );
  child.unref();
  guard.unref();

  await whenReady(o, pid, ended);
  const kill = (signal: NodeJS.Signals) => void child.kill(signal);
  const watch = endWhenForsaken(pid, kill, ended);
  return {
    pid,
    ended,
    stop() {
      watch.end();
      return stopInSteps(pid, kill, ended);
    },
  };
}

/** Elsewhere a look takes a process of its own. */
const betweenLooksMs = process.platform === 'linux' ? 2_000 : 10_000;
/** Children that do not die of a crash are killed by the server after five seconds. */
const forsakenLooks = 6;

/** Ends a server that will never answer again, so that its owner hears of it and starts another. */
function endWhenForsaken(pid: number, kill: (signal: NodeJS.Signals) => void, ended: Promise<string>): { end(): void } {
  let looks = 0;
  const watch = setInterval(() => {
    looks = isForsaken(pid) ? looks + 1 : 0;
    if (looks === forsakenLooks) kill('SIGQUIT');
    if (looks === 2 * forsakenLooks) kill('SIGKILL');
  }, betweenLooksMs).unref();
  const end = () => clearInterval(watch);
  ended.then(end, end);
  return { end };
}

export const settingArgs = (settings: Record<string, string>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

async function whenReady({ data, onNotice }: ServerOptions, pid: number, ended: Promise<string>): Promise<void> {
  let end: string | undefined;
  ended.then(
    (how) => (end = how),
    (error) => (end = String(error)),
  );
  const patience = Date.now() + 5000;
  for (let told = false; ; ) {
    const found = await readPostmasterFile(data);
    if (found?.pid === pid && found.isReady) return;
    if (end) throw new Error(end);
    if (!told && Date.now() > patience) {
      onNotice('PostgreSQL is recovering from an unclean stop. This may take a few minutes.');
      told = true;
    }
    await sleep(5);
  }
}

async function stopInSteps(pid: number, kill: (signal: NodeJS.Signals) => void, ended: Promise<string>): Promise<void> {
  const steps = [setTimeout(() => kill('SIGQUIT'), 30_000), setTimeout(() => kill('SIGKILL'), 40_000)];
  let stuck = 0;
  const looks = setInterval(() => {
    stuck = isStuckStopping(pid) ? stuck + 1 : 0;
    if (stuck > 1) kill('SIGQUIT');
  }, 1000);
  kill('SIGINT');
  await ended;
  clearInterval(looks);
  for (const step of steps) clearTimeout(step);
}
