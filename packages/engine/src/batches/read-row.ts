import { type BatchMapping, CountersignError, type Json, type JsonObject } from '@countersign/contract';

const keyNames = ['key', 'id', 'sku'];

const typesOf = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null || !('type' in schema)) return [];
  return [(schema as { type: string | string[] }).type].flat();
};

/** A cell of a table is text; where the schema asks for something else and the text can be read as that, it becomes it. */
function typed(cell: Json, schema: unknown): Json {
  if (typeof cell !== 'string') return cell;
  const types = typesOf(schema);
  if (types.length === 0 || types.includes('string')) return cell;
  const text = cell.trim();
  if (text === '' && types.includes('null')) return null;
  if ((types.includes('number') || types.includes('integer')) && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (types.includes('boolean') && /^(true|false|yes|no)$/i.test(text)) return /^(true|yes)$/i.test(text);
  if (types.includes('array') || types.includes('object')) {
    try {
      return JSON.parse(text);
    } catch {
      if (types.includes('array'))
        return text
          .split(/[;|]/)
          .map((part) => part.trim())
          .filter(Boolean); // a list as people write it
    }
  }
  return cell;
}

const propertiesOf = (schema: unknown): Record<string, unknown> =>
  (typeof schema === 'object' && schema !== null && (schema as { properties?: Record<string, unknown> }).properties) || {};

const find = (columns: string[], column: string, pointer: string): number => {
  const exact = columns.indexOf(column);
  const at = exact === -1 ? columns.findIndex((one) => one.toLowerCase() === column.toLowerCase()) : exact;
  if (at !== -1) return at;
  throw new CountersignError('invalid_input', `There is no column "${column}". The file has: ${columns.join(', ')}.`, { pointer });
};

export interface RowReader {
  /** Place of the column with the key; null when rows are named by their numbers. */
  keyColumn: number | null;
  read(cells: Json[], row: number): { key: string; input: JsonObject };
}

/** How rows become inputs. Errors: `invalid_input` for a column that the file does not have. */
export function openRowReader(columns: string[], mapping: BatchMapping, inputSchema: unknown, batchId: string): RowReader {
  const usual = columns.findIndex((column) => keyNames.includes(column.trim().toLowerCase()));
  const keyColumn = mapping.key === null ? (usual === -1 ? null : usual) : find(columns, mapping.key, '/mapping/key');
  const properties = propertiesOf(inputSchema);
  const fields: [field: string, at: number][] = mapping.input
    ? Object.entries(mapping.input).map(([field, column]) => [field, find(columns, column, `/mapping/input/${field}`)])
    : columns.map((column, at) => [column, at]);
  return {
    keyColumn,
    read(cells, row) {
      const given = keyColumn === null ? `${batchId}-${row}` : String(cells[keyColumn] ?? '').trim();
      if (given === '')
        throw new CountersignError(
          'invalid_input',
          `This row has no ${columns[keyColumn ?? 0]}, which names it. Fill it in, or name rows by another column.`,
        );
      const input: JsonObject = {};
      for (const [field, at] of fields) {
        const cell = cells[at];
        // An empty cell is nothing that was said.
        if (cell !== undefined && cell !== null && cell !== '')
          Object.defineProperty(input, field, {
            value: typed(cell, properties[field]),
            enumerable: true,
            writable: true,
            configurable: true,
          });
      }
      return { key: given, input };
    },
  };
}
