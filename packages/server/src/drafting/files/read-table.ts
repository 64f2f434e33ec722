import { type BatchFormat, CountersignError } from '@countersign/contract';
import type { UploadedTable } from '@countersign/engine';
import { readCsv } from './read-csv.ts';
import { readJsonl } from './read-jsonl.ts';
import { readXlsx } from './read-xlsx.ts';

/** Errors: `invalid_input` for a name that does not tell. */
export function formatOf(name: string, given: BatchFormat | undefined): BatchFormat {
  if (given) return given;
  if (/\.(csv|tsv|txt)$/i.test(name)) return 'csv';
  if (/\.xlsx$/i.test(name)) return 'xlsx';
  if (/\.(jsonl|ndjson|json)$/i.test(name)) return 'jsonl';
  throw new CountersignError('invalid_input', `Say with format=csv, xlsx or jsonl what ${name} holds.`, { pointer: '/format' });
}

export const readTable = (format: BatchFormat, bytes: AsyncIterable<Uint8Array>): UploadedTable =>
  ({ csv: readCsv, xlsx: readXlsx, jsonl: readJsonl })[format](bytes);
