import { readdirSync, readFileSync } from 'node:fs';

/** Megabytes of a process, shared pages counted by its part of them (PSS); NaN where the system does not tell. */
export function proportionalMb(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return kilobytes === undefined ? Number.NaN : Number(kilobytes) / 1024;
  } catch {
    return Number.NaN; // the process has ended, or this is no Linux
  }
}

/** A process and its children. */
export function familyOf(pid: number): number[] {
  const isChild = (candidate: number) => {
    try {
      const text = readFileSync(`/proc/${candidate}/stat`, 'utf8');
      return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) === pid;
    } catch {
      return false; // it has ended meanwhile
    }
  };
  return [
    pid,
    ...readdirSync('/proc')
      .map(Number)
      .filter((candidate) => candidate > 0 && isChild(candidate)),
  ];
}
