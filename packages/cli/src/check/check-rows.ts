import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type CheckedRow, type Checking, checkRow } from './check-row.ts';
import type { Row } from './read-rows.ts';
import type { Checked } from './thread.ts';

/** Fewer rows are checked sooner than a thread has started. */
const fewRows = 300;
const batchSize = 50;
/** Each thread with grammar takes 350 MB. */
const mostThreads = { plain: 8, grammar: 2 };

/** Beside the sources as a source, beside the built files as one. */
const threadModule = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);

interface Thread {
  check(rows: Row[]): Promise<CheckedRow[]>;
  stop(): Promise<unknown>;
}

interface Waiting {
  resolve(checked: CheckedRow[]): void;
  reject(error: Error): void;
}

/** A thread that breaks breaks the whole run: a row without its flags would pass for a good one. */
function startThread(checking: Checking, isGrammar: boolean): Thread {
  const worker = new Worker(threadModule, { workerData: { checking, isGrammar }, name: 'check' });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  const breakOff = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', ({ batch, checked }: Checked) => {
    waiting.get(batch)?.resolve(checked);
    waiting.delete(batch);
  });
  worker.on('error', breakOff);
  worker.on('exit', () => breakOff(new Error('A thread of the checks ended before its work was done.')));
  return {
    check(rows) {
      const batch = ++count;
      const answer = new Promise<CheckedRow[]>((resolve, reject) => waiting.set(batch, { resolve, reject }));
      answer.catch(() => undefined); // Thrown to whoever takes the rows; until then nobody waits for it.
      worker.postMessage({ batch, rows });
      return answer;
    },
    stop: () => worker.terminate(),
  };
}

async function* inBatches(rows: AsyncIterable<Row>): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Checks rows in their order: a few in this thread, more of them in threads side by side. */
export async function* checkRows(rows: AsyncIterable<Row>, checking: Checking, isGrammar: boolean): AsyncGenerator<CheckedRow> {
  const most = Math.min(availableParallelism(), isGrammar ? mostThreads.grammar : mostThreads.plain);
  const grammar = isGrammar ? (await import('@countersign/checks/grammar')).checkGrammar : undefined;
  const threads: Thread[] = [];
  const answers: Promise<CheckedRow[]>[] = [];
  let count = 0;
  try {
    for await (const batch of inBatches(rows)) {
      if (count < fewRows || most === 1) for (const row of batch) yield await checkRow(row, checking, grammar);
      else {
        const turn = Math.floor(count / batchSize) % most;
        threads[turn] ??= startThread(checking, isGrammar);
        answers.push(threads[turn].check(batch));
        if (answers.length >= 2 * most) yield* await (answers.shift() as Promise<CheckedRow[]>);
      }
      count += batch.length;
    }
    for (const answer of answers) yield* await answer;
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}
