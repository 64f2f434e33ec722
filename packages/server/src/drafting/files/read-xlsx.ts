import { CountersignError, type Json } from '@countersign/contract';
import type { UploadedRow, UploadedTable } from '@countersign/engine';
import { readSheet } from 'read-excel-file/node';
import { checkColumns } from './read-csv.ts';

const mostBytes = 50_000_000;
const pageSize = 500;

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > mostBytes)
      throw new CountersignError('payload_too_large', 'An Excel file may have 50 MB. Save it as "CSV UTF-8" and upload that.');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const toCell = (value: unknown): Json => (value instanceof Date ? value.toISOString() : ((value ?? '') as Json));

const isEmpty = (cells: unknown[]) => cells.every((cell) => cell === null || cell === undefined || cell === '');

/** The first sheet of a workbook, with its first line as the header. */
export function readXlsx(bytes: AsyncIterable<Uint8Array>): UploadedTable {
  const table: UploadedTable = { columns: [], rows: rows() };
  return table;

  async function* rows(): AsyncGenerator<UploadedRow[]> {
    const content = await collect(bytes);
    const sheet = await readSheet(content).catch((cause: unknown) => {
      throw new CountersignError('invalid_input', 'This is no Excel workbook (.xlsx). Open it in Excel and save it as .xlsx or CSV.', {
        cause,
      });
    });
    const [header, ...lines] = sheet as unknown[][];
    if (!header) return;
    table.columns = checkColumns(header.map((cell, at) => String(cell ?? `column ${at + 1}`)));
    let page: UploadedRow[] = [];
    for (const [at, line] of lines.entries()) {
      if (!isEmpty(line)) page.push({ row: at + 1, cells: table.columns.map((_, column) => toCell(line[column])) });
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
    yield page;
  }
}
