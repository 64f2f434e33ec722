import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const rowsOfProc = (): [pid: number, parent: number][] =>
  readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? [] : [[Number(name), Number(parent)]];
    } catch {
      return []; // the process has ended
    }
  });

const rowsOfPs = (): [pid: number, parent: number][] =>
  execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);

/** The processes that `pid` started. None for one that has no number any more: nobody's children are init's, and those are not ours. */
export const childrenOf = (pid: number | undefined): number[] => {
  if (pid === undefined) return [];
  if (pid <= 1) throw new RangeError(`process ${pid} is not one that a test started`);
  return (process.platform === 'linux' ? rowsOfProc() : rowsOfPs()).flatMap(([child, parent]) => (parent === pid ? [child] : []));
};

/** The processes that `pid` started, theirs, and so on. */
export const descendantsOf = (pid: number): number[] => childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);

/** Ends processes at once. One that has ended already is no matter. */
export function killAll(pids: number[]): void {
  for (const pid of pids) {
    if (pid <= 1) throw new RangeError(`process ${pid} is not one that a test started`);
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
