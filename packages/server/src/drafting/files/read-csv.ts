import { CountersignError } from '@countersign/contract';
import type { UploadedRow, UploadedTable } from '@countersign/engine';
import { parse } from 'csv-parse';

const delimiters = [',', ';', '\t', '|'];
const pageSize = 500;

/** The one of , ; tab and | that the header holds most often outside quotes. */
const findDelimiter = (header: string): string => {
  const plain = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => plain.split(delimiter).length;
  return delimiters.reduce((best, each) => (count(each) > count(best) ? each : best));
};

export function checkColumns(columns: string[]): string[] {
  const names = columns.map((column) => column.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new CountersignError('invalid_input', `The column "${twice}" is there twice. Give each column its own name in the first line.`);
  return names;
}

async function* refuseOtherText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) {
      decoder.decode(chunk, { stream: true });
      yield chunk;
    }
    decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new CountersignError('invalid_input', 'This file is not UTF-8. Save it as "CSV UTF-8" and upload it again.', { cause });
  }
}

async function startOf(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let start = Buffer.alloc(0);
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    start = Buffer.concat([start, next.value]);
    if (start.includes('\n') || start.length > 1_000_000) break;
  }
  return start;
}

/** CSV as RFC 4180 describes it, with the usual delimiters; a bad record stops nothing. Rows are counted from 1 below the header. */
export function readCsv(bytes: AsyncIterable<Uint8Array>): UploadedTable {
  const table: UploadedTable = { columns: [], rows: rows() };
  return table;

  async function* rows(): AsyncGenerator<UploadedRow[]> {
    const iterator = refuseOtherText(bytes);
    const start = await startOf(iterator);
    const header =
      start
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .split(/\r?\n|\r/, 1)[0] ?? '';
    const bad: UploadedRow[] = [];
    // Both callbacks run inside the parser, in the order of the file, and may be ahead of whoever takes the records. The header is row 0.
    let last = -1;
    const parser = parse({
      bom: true,
      delimiter: findDelimiter(header),
      skip_empty_lines: true,
      skip_records_with_error: true,
      relax_column_count: false,
      max_record_size: 5_000_000,
      on_record: (cells: string[]) => {
        last += 1;
        return { row: last, cells } as never; // the types know records of texts only
      },
      on_skip: (error) => {
        last += 1;
        bad.push({ row: last, bad: error?.message ?? 'cannot be read' });
        return undefined;
      },
    });
    const feeding = feed(parser, start, iterator);
    let page: UploadedRow[] = [];
    for await (const record of parser as AsyncIterable<{ row: number; cells: string[] }>) {
      if (record.row === 0) table.columns = checkColumns(record.cells);
      else page.push(record);
      if (page.length < pageSize) continue;
      yield [...page, ...bad.splice(0)];
      page = [];
    }
    await feeding;
    yield [...page, ...bad];
  }
}

async function feed(parser: ReturnType<typeof parse>, start: Buffer, rest: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    parser.write(start);
    for await (const chunk of rest) if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve));
    parser.end();
  } catch (error) {
    parser.destroy(error as Error);
  }
}
