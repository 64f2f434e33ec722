import { isDeepStrictEqual } from 'node:util';
import { CountersignError, type ErrorCode, type ImportResult, type Json } from '@countersign/contract';
import { ZodError } from 'zod';
import { requireRight } from '../access/can.ts';
import { findCheckpoint, type ReadyCheckpoint } from '../checkpoints/find.ts';
import type { Context } from '../context.ts';
import { parseJson } from '../json.ts';
import { keyConflict } from './key-conflict.ts';
import { type PreparedItem, prepareItem } from './prepare.ts';
import { findByKeys, storePrepared } from './store.ts';

export const batchSize = 500;
/** A batch of larger items is shorter: the driver and the database take texts of some hundred megabytes at most. */
const batchLetters = 16_000_000;
const mostReported = 100_000;
/** Batches under way at once: one is checked while another is written. */
const window = 3;

type Rejection = ImportResult['rejected'][number];

interface Line {
  line: number;
  text: string;
  item: PreparedItem;
  checkedBy: ReadyCheckpoint;
}

/** A new word in the dictionary, or another title, does not make the items that were checked wrong. */
const checksAlike = (a: ReadyCheckpoint, b: ReadyCheckpoint): boolean =>
  isDeepStrictEqual([a.id, a.severity, a.inputSchema, a.outputSchema], [b.id, b.severity, b.inputSchema, b.outputSchema]);

const pointerOf = (path: PropertyKey[]) => path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function toRejection(line: number, error: unknown): Rejection {
  if (error instanceof ZodError) {
    const issue = error.issues[0];
    return {
      line,
      code: 'invalid_input' satisfies ErrorCode,
      pointer: pointerOf(issue?.path ?? []),
      detail: issue?.message ?? 'is not valid',
    };
  }
  if (error instanceof CountersignError) return { line, code: error.code, pointer: error.details.pointer ?? '', detail: error.message };
  throw error;
}

const itemsOf = (batch: Line[]) => batch.map(({ item }) => item);

/**
 * Brings many items to the checkpoint, a JSON text per line, in durable batches of 500. A bad line is reported by its number and
 * never stops the good ones. Reading waits for writing, so memory stays flat however long the source is. The same lines again
 * are replays. Errors: `not_found` for the checkpoint, `not_allowed`; when the database goes away, what was written stays.
 */
export async function importItems({
  ctx,
  checkpoint: name,
  lines,
}: {
  ctx: Context;
  checkpoint: string;
  lines: AsyncIterable<string[]>;
}): Promise<ImportResult> {
  requireRight(ctx, 'item.submit');
  let checkpoint = await findCheckpoint(ctx, name, { fresh: true });
  const result: ImportResult = { accepted: 0, replayed: 0, rejectedCount: 0, rejected: [] };
  const running = new Set<Promise<void>>();
  /** Keys of the lines that are being written. */
  const underWay = new Set<string>();
  let failure: unknown;

  const reject = (line: number, error: unknown, key?: string) => {
    const rejection = { ...toRejection(line, error), ...(key !== undefined && { key }) };
    result.rejectedCount += 1;
    if (result.rejected.length < mostReported) result.rejected.push(rejection);
  };

  const parse = (line: number, text: string): Line | null => {
    let value: Json;
    try {
      value = parseJson(text, 'This line');
    } catch (error) {
      reject(line, error);
      return null;
    }
    try {
      return { line, text, item: prepareItem(checkpoint, value), checkedBy: checkpoint };
    } catch (error) {
      const key = typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string' ? value.key : undefined;
      reject(line, error, key);
      return null;
    }
  };

  const store = async (sent: Line[]): Promise<void> => {
    let batch = sent;
    let stored: Set<string> | null = null;
    // When the checkpoint was changed meanwhile, the lines are checked again by what it asks for now.
    while (stored === null) {
      const present = checkpoint;
      batch = batch
        .map((each) => (each.checkedBy === present || checksAlike(each.checkedBy, present) ? each : parse(each.line, each.text)))
        .filter((each) => each !== null);
      if (batch.length === 0) return;
      stored = await storePrepared(ctx, present, itemsOf(batch));
      if (stored === null) checkpoint = await findCheckpoint(ctx, name, { fresh: true });
    }
    result.accepted += stored.size;
    const others = batch.filter(({ item }) => !stored.has(item.id));
    if (others.length === 0) return;
    const standing = await findByKeys(
      ctx,
      checkpoint.id,
      others.map(({ item }) => item.key),
    );
    for (const { line, item } of others) {
      const found = standing.get(item.key);
      if (found?.content_hash === item.content_hash) result.replayed += 1;
      else
        reject(
          line,
          found
            ? keyConflict(found)
            : new CountersignError('key_conflict', 'This key changed hands during the import. Import the line again.'),
          item.key,
        );
    }
  };

  /** The first of several lines with the same key counts, so a batch with a key that is being written waits for it. */
  const start = async (batch: Line[]): Promise<void> => {
    const keys = batch.map(({ item }) => item.key);
    if (keys.some((key) => underWay.has(key))) await Promise.all(running);
    for (const key of keys) underWay.add(key);
    const task = store(batch)
      .catch((error) => {
        failure ??= error;
      })
      .finally(() => {
        running.delete(task);
        for (const key of keys) underWay.delete(key);
      });
    running.add(task);
  };

  let batch: Line[] = [];
  let letters = 0;
  let number = 0;
  for await (const texts of lines) {
    for (const text of texts) {
      number += 1;
      if (text.trim() === '') continue;
      const line = parse(number, text);
      if (!line) continue;
      batch.push(line);
      letters += text.length;
      if (batch.length < batchSize && letters < batchLetters) continue;
      await start(batch);
      batch = [];
      letters = 0;
      if (running.size >= window) await Promise.race(running);
      if (failure) break;
    }
    if (failure) break;
  }
  if (batch.length > 0 && !failure) await start(batch);
  await Promise.all(running);
  if (failure) throw failure;
  result.rejected.sort((a, b) => a.line - b.line);
  return result;
}
