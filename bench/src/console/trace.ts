import type { CDPSession } from 'playwright-core';

export interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Of the processor. */
  tdur?: number;
  args?: Record<string, unknown>;
}

const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'blink.user_timing',
  'benchmark',
  'cc',
  'toplevel',
];

/** Runs something while Chromium keeps a trace. */
export async function traceOf<T>(devtools: CDPSession, run: () => Promise<T>): Promise<{ result: T; events: TraceEvent[] }> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => void events.push(...(value as TraceEvent[]));
  devtools.on('Tracing.dataCollected', collect);
  await devtools.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories } });
  const result = await run();
  const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
  await devtools.send('Tracing.end');
  await complete;
  devtools.off('Tracing.dataCollected', collect);
  return { result, events: events.toSorted((a, b) => a.ts - b.ts) };
}

/** Milliseconds of processor time that the page's main thread took between each pair of marks. */
export function processorTimeBetween(events: TraceEvent[], from: string, to: string): number[] {
  const marks = events.filter(({ cat, name }) => cat.includes('blink.user_timing') && (name === from || name === to));
  const thread = marks[0] && { pid: marks[0].pid, tid: marks[0].tid };
  const tasks = events.filter(({ name, pid, tid }) => name === 'RunTask' && pid === thread?.pid && tid === thread.tid);
  return marks.flatMap((mark, index) => {
    const end = marks[index + 1];
    if (mark.name !== from || end?.name !== to) return [];
    const within = tasks.filter(({ ts, dur = 0 }) => ts + dur > mark.ts && ts < end.ts);
    return [within.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000];
  });
}
