import type { TraceEvent } from './trace.ts';

/** How many frames reached the screen while a trace was kept, how many were dropped, and the longest time between two. */
export function framesPresented(events: TraceEvent[]): { presented: number; dropped: number; longestPresentedMs: number } {
  const drawn = events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts);
  const gaps = drawn.slice(1).map((ts, index) => (ts - (drawn[index] as number)) / 1000);
  return {
    presented: drawn.length,
    dropped: events.filter(({ name }) => name === 'DroppedFrame').length,
    longestPresentedMs: Math.max(0, ...gaps),
  };
}
