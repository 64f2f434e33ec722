import { CountersignError, type Json } from '@countersign/contract';
import { parseJson, type UploadedRow, type UploadedTable } from '@countersign/engine';
import { readLines } from '../../http/lines.ts';

const mostColumns = 1_000;

/** JSON objects, one a line. Columns are the members in the order in which they are first met. */
export function readJsonl(bytes: AsyncIterable<Uint8Array>): UploadedTable {
  const places = new Map<string, number>();
  const table: UploadedTable = { columns: [], rows: rows() };
  return table;

  function toCells(object: Record<string, Json>): Json[] {
    const cells: Json[] = [];
    for (const [name, value] of Object.entries(object)) {
      const at = places.get(name) ?? table.columns.length;
      if (at === table.columns.length) {
        if (at >= mostColumns)
          throw new CountersignError('invalid_input', `There are more than ${mostColumns} different members. Nest them in one.`);
        places.set(name, at);
        table.columns.push(name);
      }
      while (cells.length < at) cells.push(null);
      cells[at] = value;
    }
    return cells;
  }

  function toRow(text: string, row: number): UploadedRow {
    try {
      const value = parseJson(text, 'This line');
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return { row, bad: 'is no JSON object' };
      return { row, cells: toCells(value) };
    } catch (error) {
      if (error instanceof CountersignError) return { row, bad: error.message };
      throw error;
    }
  }

  async function* rows(): AsyncGenerator<UploadedRow[]> {
    let row = 0;
    for await (const lines of readLines(bytes)) {
      const page: UploadedRow[] = [];
      for (const line of lines) {
        row += 1;
        if (line.trim() !== '') page.push(toRow(line, row));
      }
      yield page;
    }
  }
}
