import type { TraceEvent } from './trace.ts';

/** How many frames of the page reached the screen while a trace was kept, how many were dropped, and the longest time between two. */
export function framesPresented(events: TraceEvent[]): { presented: number; dropped: number; longestPresentedMs: number } {
  const all = events.filter(({ name }) => name === 'DrawFrame');
  const page = mostFrequent(all.map(({ pid }) => pid));
  const drawn = all.filter(({ pid }) => pid === page).map(({ ts }) => ts);
  const gaps = drawn.slice(1).map((ts, index) => (ts - (drawn[index] as number)) / 1000);
  return {
    presented: drawn.length,
    dropped: events.filter(({ name, pid }) => name === 'DroppedFrame' && pid === page).length,
    longestPresentedMs: Math.max(0, ...gaps),
  };
}

/** The browser draws frames of its own too, but few. */
function mostFrequent(values: number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
