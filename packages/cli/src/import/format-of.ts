import { UsageError } from '../exit-codes.ts';

export type Format = 'jsonl' | 'csv';

/** What a file holds, by its name, packed or not, where nobody has said it. @throws UsageError where the name does not tell. */
export const formatOf = (file: string, format: Format | undefined): Format => {
  if (format) return format;
  const name = file.replace(/\.gz$/i, '');
  if (/\.(csv|tsv)$/i.test(name)) return 'csv';
  if (file === '-' || /\.(jsonl|ndjson|json)$/i.test(name)) return 'jsonl';
  throw new UsageError(`Say with --format jsonl or --format csv what ${file} holds.`);
};
