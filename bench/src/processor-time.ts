import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of 10 ms, whatever the kernel's own tick. */
const ticksPerSecond = 100;

interface Times {
  parent: number;
  own: number;
  /** Of children that have ended and were waited for. */
  children: number;
}

function timesOf(pid: number | 'self'): Times | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, childUser = 0, childSystem = 0] = [fields[1], fields[11], fields[12], fields[13], fields[14]];
    return { parent, own: (user + system) / ticksPerSecond, children: (childUser + childSystem) / ticksPerSecond };
  } catch {
    return null; // the process has ended, or this is no Linux
  }
}

/** Processor seconds of one process so far; NaN where the system does not tell. */
export const processSeconds = (pid: number): number => timesOf(pid)?.own ?? Number.NaN;

/** Processor seconds of a process with its children, also those that have ended; NaN where the system does not tell. */
export function familySeconds(pid: number): number {
  const root = timesOf(pid);
  if (!root) return Number.NaN;
  const others = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => timesOf(Number(name)));
  return others.reduce((sum, times) => (times?.parent === pid ? sum + times.own : sum), root.own + root.children);
}

/** Processor seconds of children of this process that have ended. */
export const endedChildrenSeconds = (): number => timesOf('self')?.children ?? Number.NaN;
