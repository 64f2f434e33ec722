import { Readable } from 'node:stream';
import { CountersignError } from '@countersign/contract';
import { parse } from 'csv-parse';

export interface CsvRecord {
  /** The line of the file that the record begins on, from 1; the header is line 1. */
  line: number;
  cells: Record<string, string>;
}

export interface CsvOptions {
  /** Found out from the header when left out. */
  delimiter?: string | undefined;
  /** Called once, before the first record. */
  onHeader(columns: string[]): void;
  /** A record that cannot be read: a quote in the wrong place, too many or too few cells. */
  onBadRecord(line: number, why: string): void;
}

const delimiters = [',', ';', '\t', '|'];

/** The one of , ; tab and | that the header holds most often outside quotes. */
export const findDelimiter = (header: string): string => {
  const plain = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => plain.split(delimiter).length;
  return delimiters.reduce((best, each) => (count(each) > count(best) ? each : best));
};

const headerOf = (start: Buffer): string =>
  start
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n|\r/, 1)[0] ?? '';

/** The first piece that holds a whole line, and everything from the start. */
const peek = async (bytes: AsyncIterable<Uint8Array>): Promise<{ header: string; all: AsyncGenerator<Uint8Array> }> => {
  const iterator = bytes[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    start = Buffer.concat([start, next.value]);
    if (start.includes('\n') || start.length > 1_000_000) break;
  }
  const all = async function* () {
    yield start;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return { header: headerOf(start), all: all() };
};

const checkHeader = (columns: string[]): string[] => {
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice === undefined) return columns;
  throw new CountersignError('invalid_input', `The column "${twice}" is there twice. Rename one of them in the first line of the file.`);
};

/** Reads CSV as RFC 4180 describes it, as a stream, and goes on after a bad record. */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, options: CsvOptions): AsyncGenerator<CsvRecord> {
  const { header, all } = await peek(bytes);
  let end = 1;
  let countedTwice = 0;
  const parser = parse({
    bom: true,
    delimiter: options.delimiter ?? findDelimiter(header),
    skip_empty_lines: true,
    skip_records_with_error: true,
    columns: (columns: string[]) => {
      options.onHeader(checkHeader(columns.map((column) => column.trim())));
      return columns.map((column) => column.trim());
    },
    // Both callbacks run inside the parser, in the order of the file, and may be ahead of whoever takes the records.
    on_record: (cells: Record<string, string>, { lines }): CsvRecord => {
      const { breaks, pairs } = countBreaks(cells);
      countedTwice += pairs;
      end = lines - countedTwice;
      return { line: end - breaks, cells };
    },
    on_skip: (error) => {
      options.onBadRecord(error?.lines === undefined ? end + 1 : Number(error.lines) - countedTwice, error?.message ?? 'cannot be read');
      return undefined;
    },
  });
  const source = Readable.from(all);
  source.on('error', (error) => parser.destroy(error));
  for await (const record of source.pipe(parser)) yield record as CsvRecord;
}

/** Line breaks inside the cells of a record; csv-parse counts each CR LF among them as two lines. */
const countBreaks = (cells: Record<string, string>): { breaks: number; pairs: number } => {
  const found = Object.values(cells).flatMap((cell) => cell.match(/\r\n|\n|\r/g) ?? []);
  return { breaks: found.length, pairs: found.filter((each) => each === '\r\n').length };
};
