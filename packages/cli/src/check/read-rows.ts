import type { Json } from '@countersign/contract';
import { readLines } from '@countersign/sdk';
import { readCsv } from '../csv/read.ts';
import type { Source } from '../import/source.ts';

export interface Row {
  /** The line of the file, from 1. */
  line: number;
  fields: Record<string, Json>;
}

export interface RowReading {
  format: 'jsonl' | 'csv';
  delimiter?: string | undefined;
  onBad(line: number, why: string): void;
}

const isRecord = (value: unknown): value is Record<string, Json> => typeof value === 'object' && value !== null && !Array.isArray(value);

async function* readJsonRows(source: Source, onBad: RowReading['onBad']): AsyncGenerator<Row> {
  let line = 0;
  for await (const text of readLines(source.bytes)) {
    line += 1;
    if (text.trim() === '') continue;
    try {
      const fields: unknown = JSON.parse(text);
      if (isRecord(fields)) yield { line, fields };
      else onBad(line, 'is not a JSON object');
    } catch (error) {
      onBad(line, `is not JSON: ${(error as Error).message}`);
    }
  }
}

async function* readCsvRows(source: Source, { delimiter, onBad }: RowReading): AsyncGenerator<Row> {
  const records = readCsv(source.bytes, { delimiter, onHeader: () => {}, onBadRecord: onBad });
  for await (const { line, cells } of records) yield { line, fields: cells };
}

/** The rows of a JSONL or CSV file one after the other; a bad one is reported and passed over. */
export const readRows = (source: Source, reading: RowReading): AsyncGenerator<Row> =>
  reading.format === 'csv' ? readCsvRows(source, reading) : readJsonRows(source, reading.onBad);
