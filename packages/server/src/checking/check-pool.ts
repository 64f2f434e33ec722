import { CountersignError, type Flag } from '@countersign/contract';
import type { Checker, CheckRequest } from '@countersign/engine';
import { type CheckingThread, startThread, type ThreadSettings } from './checking-thread.ts';

/** Counts up when the same output may get other flags by a new build. */
const checksVersion = '3';

export interface CheckPool extends Checker {
  stop(): Promise<void>;
}

export interface PoolSettings extends Partial<ThreadSettings> {
  size?: number;
}

/** Beside the sources as a source, beside the built files as one. */
const threadModule = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);

/**
 * The text checks in threads of their own, so that a long text stops nobody. Threads start at the first need; one that crashes, or
 * takes longer than the limit over an output, is ended and replaced, and only that output goes without its flags.
 * COUNTERSIGN_CHECK_GRAMMAR=1 adds grammar and spelling, about 350 MB for each thread; without it they are left to the browser.
 */
export function openCheckPool(settings: PoolSettings = {}): CheckPool {
  const { size = 1, limitMs = 5_000, memoryMb = 512, module = threadModule } = settings;
  const grammar = settings.grammar ?? process.env.COUNTERSIGN_CHECK_GRAMMAR === '1';
  const idle: CheckingThread[] = [];
  const threads = new Set<CheckingThread>();
  const queue: ((thread: CheckingThread | null) => void)[] = [];
  let isStopped = false;

  const take = (): Promise<CheckingThread | null> => {
    const free = idle.pop();
    if (free && !free.isDead) return Promise.resolve(free);
    if (free) threads.delete(free);
    if (threads.size < size) {
      const thread = startThread({ grammar, limitMs, memoryMb, module });
      threads.add(thread);
      return Promise.resolve(thread);
    }
    return new Promise((resolve) => queue.push(resolve));
  };

  const giveBack = (thread: CheckingThread) => {
    if (thread.isDead) threads.delete(thread);
    else idle.push(thread);
    if (queue.length > 0 && !isStopped) void take().then(queue.shift());
  };

  return {
    version: grammar ? `${checksVersion}+grammar` : checksVersion,
    async check(request: CheckRequest): Promise<Flag[]> {
      const thread = isStopped ? null : await take();
      if (!thread) throw new CountersignError('shutting_down', 'The server is stopping. Try again in a moment.');
      try {
        return await thread.check(request);
      } finally {
        giveBack(thread);
      }
    },
    async stop() {
      isStopped = true;
      for (const resolve of queue.splice(0)) resolve(null);
      await Promise.all([...threads].map((thread) => thread.stop()));
    },
  };
}
