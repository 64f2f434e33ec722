import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** True for a process that still runs; a zombie has ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return process.platform !== 'linux' || !['Z', 'X', undefined].includes(statOf(pid)?.[0]);
}

/** Says which life of a process number is meant: boot and start time. Empty where the system does not tell. */
export function lifeOf(pid: number): string {
  if (process.platform === 'linux') {
    const started = statOf(pid)?.[19];
    return started ? `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${started}` : '';
  }
  return process.platform === 'win32' ? '' : ask(['-o', 'lstart=', '-p', String(pid)]);
}

/** The command line of a process, empty when it cannot be read. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return process.platform === 'win32' ? '' : ask(['-ww', '-o', 'command=', '-p', String(pid)]);
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/**
 * Whether a server that was told to stop has nobody left who works for it. PostgreSQL 18 hangs so when it is told during the
 * restart after the crash of a backend: checkpointer and readers wait for each other.
 */
export function isStuckStopping(postmaster: number): boolean {
  const commands = commandsOfChildren(postmaster);
  return commands.length > 0 && commands.every((command) => /^postgres: (.*: )?(io worker \d+|checkpointer)\s*$/.test(command));
}

function commandsOfChildren(parent: number): string[] {
  if (process.platform === 'win32') return [];
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.map(Number).flatMap((pid) => (Number(statOf(pid)?.[1]) === parent ? [commandOf(pid)] : []));
  }
  const rows = ask(['-axww', '-o', 'ppid=,command=']).split('\n');
  return rows.flatMap((row) => (Number.parseInt(row, 10) === parent ? [row.trim().replace(/^\d+\s+/, '')] : []));
}

/** Fields of /proc/PID/stat from the third (state) on; the name before them may contain anything. */
function statOf(pid: number): string[] | undefined {
  const text = read(`/proc/${pid}/stat`);
  return text
    ? text
        .slice(text.lastIndexOf(')') + 2)
        .trim()
        .split(' ')
    : undefined;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // the process has ended
  }
}

function ask(args: string[]): string {
  try {
    return execFileSync('ps', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    }).trim();
  } catch {
    return ''; // the process has ended
  }
}
