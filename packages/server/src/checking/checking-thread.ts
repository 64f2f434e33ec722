import { Worker } from 'node:worker_threads';
import { CountersignError, type Flag } from '@countersign/contract';
import type { CheckRequest } from '@countersign/engine';
import { type Job, mostRuleSets, type Report } from './protocol.ts';

/** One thread that checks one output after the other. */
export interface CheckingThread {
  /** Errors: `timeout`, `internal`; after either of them, and after a crash, the thread is dead. */
  check(request: CheckRequest): Promise<Flag[]>;
  readonly isDead: boolean;
  stop(): Promise<void>;
}

export interface ThreadSettings {
  grammar: boolean;
  /** For one output, from the moment when the thread is ready. */
  limitMs: number;
  /** Of JavaScript, without the 350 MB of the grammar. */
  memoryMb: number;
  /** The module that runs in the thread. */
  module: URL;
}

/** Longer than any machine takes to load the checks, or the grammar of a language. */
const longestStartMs = 30_000;

interface Waiting {
  id: number;
  limitMs: number;
  resolve(flags: Flag[]): void;
  reject(error: CountersignError): void;
}

export function startThread({ grammar, limitMs, memoryMb, module }: ThreadSettings): CheckingThread {
  const worker = new Worker(module, { workerData: { grammar }, resourceLimits: { maxOldGenerationSizeMb: memoryMb }, name: 'checks' });
  const sentRules = new Set<string>();
  let waiting: Waiting | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isReady = false;
  let isDead = false;
  let lastId = 0;

  const settle = (finish: (one: Waiting) => void) => {
    clearTimeout(timer);
    worker.unref();
    const one = waiting;
    waiting = null;
    if (one) finish(one);
  };

  const die = (error: CountersignError) => {
    isDead = true;
    settle((one) => one.reject(error));
    void worker.terminate();
  };

  const limit = (ms: number, what: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => die(new CountersignError('timeout', what)), ms);
  };

  const limitCheck = (one: Waiting) =>
    limit(one.limitMs, `The checks took longer than ${one.limitMs / 1000} seconds on this text. Review it without them.`);

  worker.on('message', (message: Report) => {
    if (message.kind === 'ready') {
      isReady = true;
      if (waiting) limitCheck(waiting);
    } else if (message.id !== waiting?.id) return;
    else if (message.kind === 'done') settle((one) => one.resolve(message.flags));
    else settle((one) => one.reject(new CountersignError('internal', `The checks broke off on this text: ${message.reason}`)));
  });
  worker.on('error', (cause) =>
    die(new CountersignError('internal', 'The checks crashed on this text. Review it without them.', { cause })),
  );
  worker.on('exit', () => die(new CountersignError('internal', 'The checks ended on this text. Review it without them.')));
  worker.unref();

  return {
    get isDead() {
      return isDead;
    },
    check({ rulesKey, rules, dictionary, lessons, ...of }) {
      const job: Job = { id: ++lastId, rulesKey, ...of };
      if (!sentRules.has(rulesKey)) {
        if (sentRules.size >= mostRuleSets) sentRules.delete(sentRules.values().next().value as string);
        sentRules.add(rulesKey);
        job.ruleSet = { key: rulesKey, rules, dictionary, lessons };
      }
      return new Promise((resolve, reject) => {
        // Rules that are new to the thread may name a language that it has to load.
        waiting = { id: job.id, limitMs: grammar && job.ruleSet ? longestStartMs : limitMs, resolve, reject };
        worker.ref();
        if (isReady) limitCheck(waiting);
        else limit(longestStartMs, 'The checks do not start.');
        worker.postMessage(job);
      });
    },
    async stop() {
      die(new CountersignError('shutting_down', 'The server is stopping. Try again in a moment.'));
      await worker.terminate();
    },
  };
}
