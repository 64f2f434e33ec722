import type { ImportLine, ImportProgress } from '@countersign/sdk';
import { type MappingOptions, mapColumns } from '../csv/mapping.ts';
import { readCsv } from '../csv/read.ts';
import { type ItemSchemas, makeItemReader } from '../csv/to-item.ts';
import type { ImportRun } from './jsonl.ts';

export interface CsvImportRun extends ImportRun {
  mapping: MappingOptions;
  schemas: ItemSchemas;
  delimiter: string | undefined;
}

/** Turns each record into an item by the header and the checkpoint's schemas, numbered by the line that it begins on. */
async function* readItems({ source, mapping, schemas, delimiter, onRejected }: CsvImportRun): AsyncGenerator<ImportLine> {
  let toItem: ReturnType<typeof makeItemReader> | undefined;
  const records = readCsv(source.bytes, {
    delimiter,
    onHeader: (columns) => {
      toItem = makeItemReader(mapColumns(columns, mapping), schemas);
    },
    onBadRecord: (line, why) => onRejected({ line, code: 'invalid_input', pointer: '', detail: why }, ''),
  });
  for await (const { line, cells } of records) if (toItem) yield { line, text: JSON.stringify(toItem(cells)) };
}

export const importCsv = (run: CsvImportRun): Promise<ImportProgress> =>
  run.checkpoint.importLines(readItems(run), {
    signal: run.signal,
    onRejected: run.onRejected,
    onProgress: ({ lines }) => run.onProgress(lines),
  });
