import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const foreign = /^(COUNTERSIGN_|DATABASE_URL|PG|DEBUG|FORCE_COLOR|NO_COLOR|VITEST|NODE_ENV|NODE_OPTIONS)/;
const running = new Set<Command>();

export interface Command {
  pid: number;
  /** What it has said so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves with the exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
  hasEnded(): boolean;
  kill(signal: NodeJS.Signals): void;
}

export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** The script to run instead of the command of this checkout. */
  script?: string;
}

/** The surroundings without what would change how Countersign runs. */
export const plainEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))) as Record<string, string>;

/** Starts the `countersign` command in a process of its own. It does not outlive this process. */
export function startCommand(args: string[], { cwd, env = {}, script = main }: CommandOptions = {}): Command {
  const child = spawn(process.execPath, [script, ...args], {
    ...(cwd && { cwd }),
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8');
    child[name].on('data', (piece: string) => (said[name] = (said[name] + piece).slice(-100_000)));
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const command: Command = {
    pid: child.pid as number,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: (signal) => void child.kill(signal),
  };
  running.add(command);
  void ended.then(() => running.delete(command));
  return command;
}

process.once('exit', () => {
  for (const command of running) command.kill('SIGKILL');
});
