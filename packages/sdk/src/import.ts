import { CountersignError, type ImportResult } from '@countersign/contract';
import type { AbortOptions } from './abort.ts';
import { runConcurrently } from './concurrently.ts';
import { cutChunks, type NumberedLine } from './import-chunks.ts';
import { sendChunk } from './import-send.ts';
import type { Transport } from './transport.ts';

export type Rejection = ImportResult['rejected'][number];

export interface ImportProgress extends ImportResult {
  /** Lines answered so far. After a repeated request, lines accepted by the first count as replayed. */
  lines: number;
}

export interface ImportOptions extends AbortOptions {
  /** Called after every chunk with the sums so far. */
  onProgress?: ((progress: Readonly<ImportProgress>) => void) | undefined;
  /** Called for every bad line, also beyond the 100,000 that the result lists, with the JSON of that line. */
  onRejected?: ((rejection: Rejection, text: string) => void) | undefined;
  /** Lines per request, 1 or more. 2,000 when left out. A request also ends at about 4 MB. */
  chunkSize?: number | undefined;
  /** Requests under way at the same time, 1 or more. 2 when left out. */
  concurrency?: number | undefined;
}

/** Lines of JSON, numbered by their place or by the caller. */
export type Lines = AsyncIterable<string | ImportLine> | Iterable<string | ImportLine>;
export type ImportLine = Omit<NumberedLine, 'problem'>;

const longestList = 100_000;
const defaultChunkSize = 2000;
const defaultConcurrency = 2;

/** A line whose value cannot be written as JSON keeps its number and is rejected by name, like any other bad line. */
async function* numberItems(items: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<NumberedLine> {
  let line = 0;
  for await (const item of items) {
    line++;
    try {
      yield { line, text: JSON.stringify(item) ?? 'undefined' };
    } catch (error) {
      yield { line, text: '', problem: (error as Error).message };
    }
  }
}

async function* numberLines(lines: Lines): AsyncGenerator<NumberedLine> {
  let place = 0;
  for await (const each of lines) {
    place++;
    const { line, text } = typeof each === 'string' ? { line: place, text: each } : each;
    if (text.trim() !== '') yield { line, text };
  }
}

export const submitMany = (
  transport: Transport,
  path: string,
  items: AsyncIterable<unknown> | Iterable<unknown>,
  options: ImportOptions,
): Promise<ImportProgress> => importNumbered(transport, path, numberItems(items), options);

export const importLines = (transport: Transport, path: string, lines: Lines, options: ImportOptions): Promise<ImportProgress> =>
  importNumbered(transport, path, numberLines(lines), options);

const importNumbered = async (
  transport: Transport,
  path: string,
  lines: AsyncIterable<NumberedLine>,
  options: ImportOptions,
): Promise<ImportProgress> => {
  const progress: ImportProgress = { accepted: 0, replayed: 0, rejectedCount: 0, rejected: [], lines: 0 };
  const { chunkSize = defaultChunkSize, concurrency = defaultConcurrency, signal } = options;
  try {
    await runConcurrently(cutChunks(lines, chunkSize), concurrency, signal, async (chunk, chunkSignal) => {
      addTo(progress, await sendChunk(transport, path, chunk, chunkSignal), chunk, options.onRejected);
      options.onProgress?.(progress);
    });
  } catch (error) {
    if (error instanceof CountersignError) error.details.context = { ...error.details.context, progress };
    throw error;
  }
  return progress;
};

const addTo = (
  sum: ImportProgress,
  { accepted, replayed, rejectedCount, rejected }: ImportResult,
  chunk: NumberedLine[],
  onRejected: ImportOptions['onRejected'],
): void => {
  sum.accepted += accepted;
  sum.replayed += replayed;
  sum.rejectedCount += rejectedCount;
  sum.rejected.push(...rejected.slice(0, longestList - sum.rejected.length));
  sum.lines += chunk.length;
  if (!onRejected || rejected.length === 0) return;
  const texts = new Map(chunk.map(({ line, text }) => [line, text]));
  for (const rejection of rejected) onRejected(rejection, texts.get(rejection.line) ?? '');
};
