import type { TraceEvent } from './trace.ts';

export interface Presented {
  presented: number;
  dropped: number;
  longestPresentedMs: number;
  /** Of the processor, on the page's main thread: each frame that it made. */
  mainFrameMs: number[];
}

/** How many frames of the page reached the screen while a trace was kept, how many were dropped, and what they took. */
export function framesPresented(events: TraceEvent[]): Presented {
  const all = events.filter(({ name }) => name === 'DrawFrame');
  const page = mostFrequent(all.map(({ pid }) => pid));
  const drawn = all.filter(({ pid }) => pid === page).map(({ ts }) => ts);
  const gaps = drawn.slice(1).map((ts, index) => (ts - (drawn[index] as number)) / 1000);
  return {
    presented: drawn.length,
    dropped: events.filter(({ name, pid }) => name === 'DroppedFrame' && pid === page).length,
    longestPresentedMs: Math.max(0, ...gaps),
    mainFrameMs: mainFrames(events, page),
  };
}

/** A frame of the main thread: the task that makes it, with whatever was done since the one before. */
function mainFrames(events: TraceEvent[], page: number | undefined): number[] {
  const made = events.filter(({ name, pid }) => name === 'ProxyMain::BeginMainFrame' && pid === page);
  const tasks = events.filter(({ name, pid, tid }) => name === 'RunTask' && pid === page && tid === made[0]?.tid);
  return made.map(({ ts, dur = 0 }, index) => {
    const from = index === 0 ? ts : (made[index - 1]?.ts ?? 0) + (made[index - 1]?.dur ?? 0);
    return (
      tasks.filter((task) => task.ts + (task.dur ?? 0) > from && task.ts < ts + dur).reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000
    );
  });
}

/** The browser draws frames of its own too, but few. */
function mostFrequent(values: number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
