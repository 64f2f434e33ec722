import { type BatchFormat, CountersignError } from '@countersign/contract';

/** Errors: `invalid_input` for a name that does not tell. */
export function formatOf(name: string, given: BatchFormat | undefined): BatchFormat {
  if (given) return given;
  if (/\.(csv|tsv|txt)$/i.test(name)) return 'csv';
  if (/\.xlsx$/i.test(name)) return 'xlsx';
  if (/\.(jsonl|ndjson|json)$/i.test(name)) return 'jsonl';
  throw new CountersignError('invalid_input', `Say with format=csv, xlsx or jsonl what ${name} holds.`, { pointer: '/format' });
}

export const fileTypes = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<BatchFormat, string>;
