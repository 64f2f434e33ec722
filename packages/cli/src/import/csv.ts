import type { ImportProgress, Rejection } from '@countersign/sdk';
import { type MappingOptions, mapColumns } from '../csv/mapping.ts';
import { readCsv } from '../csv/read.ts';
import { type ItemSchemas, makeItemReader } from '../csv/to-item.ts';
import type { ImportRun } from './jsonl.ts';

export interface CsvImportRun extends ImportRun {
  mapping: MappingOptions;
  schemas: ItemSchemas;
  delimiter: string | undefined;
}

/**
 * Turns records into items by the header and the checkpoint's schemas. Records are sent by their number; what comes back
 * rejected is told by the line of the file that the record begins on.
 */
export const importCsv = async ({ checkpoint, source, signal, mapping, schemas, delimiter, onRejected, onProgress }: CsvImportRun): Promise<ImportProgress> => {
  const linesSent = new Map<number, number>();
  let toItem: ReturnType<typeof makeItemReader>;
  const records = readCsv(source.bytes, {
    delimiter,
    onHeader: (columns) => {
      toItem = makeItemReader(mapColumns(columns, mapping), schemas);
    },
    onBadRecord: (line, why) => onRejected({ line, code: 'invalid_input', pointer: '', detail: why }, ''),
  });
  let sent = 0;
  let settled = 0;
  async function* texts(): AsyncGenerator<string> {
    for await (const { line, cells } of records) {
      linesSent.set(++sent, line);
      yield JSON.stringify(toItem(cells));
    }
  }
  return checkpoint.importLines(texts(), {
    signal,
    onRejected: (rejection: Rejection, text) => onRejected({ ...rejection, line: linesSent.get(rejection.line) ?? rejection.line }, text),
    onProgress: ({ lines }) => {
      onProgress(lines);
      // Chunks may be answered out of order; two of them are under way at most.
      for (const until = lines - 3 * 2000; settled < until; settled++) linesSent.delete(settled);
    },
  });
};
