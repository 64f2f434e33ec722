import { CountersignError } from '@countersign/contract';
import type { HistoryItem } from '@countersign/trust';
import { type Row, type RowReading, readRows } from '../check/read-rows.ts';
import { UsageError } from '../exit-codes.ts';
import type { Source } from '../import/source.ts';
import { makeCoins } from './coins.ts';
import type { Judge } from './judgement.ts';
import { traitsOf } from './traits.ts';
import { typedRow } from './typed-row.ts';

export interface HistoryReading extends Omit<RowReading, 'onBad'> {
  judge: Judge;
  seed: string;
  withTexts: boolean;
  features: readonly string[];
  signal: AbortSignal;
  onBad(line: number, why: string): void;
  onItem(items: number): void;
}

export interface History {
  items: HistoryItem[];
  /** Lines without a verdict that could be told, by the field that they lack, with the first line of each. */
  undecided: Map<string, { lines: number; first: number }>;
  unreadable: number;
  /** Items whose id came before. */
  repeated: number;
  /** Confidences lay outside 0 to 1 and were brought there; their order is what it was. */
  rescaled: { low: number; high: number } | null;
}

const idOf = ({ fields, line }: Row): string => {
  const id = fields.id ?? fields.key ?? fields.sku;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `line ${line}`;
};

/** Reads a file of decided items, in the order of the file. @throws UsageError where nothing in it has been decided. */
export async function readHistory(source: Source, reading: HistoryReading): Promise<History> {
  const { judge, seed, signal } = reading;
  const coin = makeCoins(seed);
  const times = new Map<string, number>();
  const history: History = { items: [], undecided: new Map(), unreadable: 0, repeated: 0, rescaled: null };
  let names: string[] = [];
  const onBad = (line: number, why: string) => {
    history.unreadable += 1;
    reading.onBad(line, why);
  };
  for await (const raw of readRows(source, { ...reading, onBad })) {
    if (signal.aborted) throw new CountersignError('aborted', 'Given up.');
    const row = reading.format === 'csv' ? typedRow(raw, judge.textColumns) : raw;
    if (names.length === 0) names = Object.keys(raw.fields);
    const isBad = judge.judge(row);
    if (typeof isBad === 'object') {
      const lacking = history.undecided.get(isBad.lacks) ?? { lines: 0, first: row.line };
      history.undecided.set(isBad.lacks, { ...lacking, lines: lacking.lines + 1 });
      continue;
    }
    const given = idOf(row);
    const before = times.get(given) ?? 0;
    times.set(given, before + 1);
    if (before > 0) history.repeated += 1;
    // The same work again is another item of the stream, with a coin of its own.
    const id = before === 0 ? given : `${given} #${before + 1}`;
    history.items.push({ id, coin: coin(id), traits: traitsOf(row, reading), isBad });
    reading.onItem(history.items.length);
  }
  if (history.items.length === 0) throw nothingDecided(history, names, judge);
  return { ...history, rescaled: rescale(history.items) };
}

function nothingDecided({ undecided, unreadable }: History, names: readonly string[], judge: Judge): UsageError {
  const [lacking] = undecided.keys();
  if (lacking !== undefined) return new UsageError(`${judge.advice(lacking)} The first line has: ${names.join(', ')}.`);
  return new UsageError(
    unreadable > 0 ? 'No line could be read. Is it JSON Lines or CSV? Say so with --format.' : 'The file holds no items.',
  );
}

/** Only the order of confidences counts, and the order expects 0 to 1: other scales are brought there, evenly. */
function rescale(items: HistoryItem[]): History['rescaled'] {
  let [low, high] = [0, 1];
  for (const { traits } of items) {
    if (typeof traits.confidence !== 'number') continue;
    low = Math.min(low, traits.confidence);
    high = Math.max(high, traits.confidence);
  }
  if (low >= 0 && high <= 1) return null;
  for (const { traits } of items) if (typeof traits.confidence === 'number') traits.confidence = (traits.confidence - low) / (high - low);
  return { low, high };
}
