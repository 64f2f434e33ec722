import type { BatchFormat } from '@countersign/contract';
import type { UploadedTable } from '@countersign/engine';
import { readCsv } from './read-csv.ts';
import { readJsonl } from './read-jsonl.ts';
import { readXlsx } from './read-xlsx.ts';

/** A file as a table, read while it comes in. */
export const readTable = (format: BatchFormat, bytes: AsyncIterable<Uint8Array>): UploadedTable =>
  ({ csv: readCsv, xlsx: readXlsx, jsonl: readJsonl })[format](bytes);
