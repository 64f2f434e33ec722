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
  const commands = childrenOf(postmaster).map(commandOf);
  return (
    commands.length > 0 && commands.every((command) => /^postgres: (.*: )?(io worker \d+|checkpointer|background writer)\s*$/.test(command))
  );
}

/**
 * Whether a server neither recovers nor writes its log. For moments that is so after the crash of a backend; for good when the process
 * that recovers is killed in its turn: PostgreSQL 18 then waits for ever and refuses everybody.
 */
export function isForsaken(postmaster: number): boolean {
  const children = childrenOf(postmaster);
  return children.length > 0 && !children.some((pid) => /^postgres: (.*: )?(walwriter|startup)\b/.test(commandOf(pid)));
}

function childrenOf(parent: number): number[] {
  if (process.platform === 'win32') return [];
  if (process.platform === 'linux') {
    const listed = read(`/proc/${parent}/task/${parent}/children`);
    if (listed) return listed.trim().split(' ').map(Number);
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name)); // kernels without that list
    return pids.map(Number).filter((pid) => Number(statOf(pid)?.[1]) === parent);
  }
  const rows = ask(['-axo', 'pid=,ppid=']).split('\n');
  return rows.map((row) => row.trim().split(/\s+/).map(Number)).flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []));
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
