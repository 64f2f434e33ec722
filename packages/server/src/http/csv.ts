import type { Checkpoint, ExportedItem, Json, JsonObject } from '@countersign/contract';
import { stringify } from 'csv-stringify/sync';

type Column = [name: string, value: (item: ExportedItem) => Json];

const plain: Column[] = [
  ['id', (item) => item.id],
  ['key', (item) => item.key],
  ['state', (item) => item.state],
  ['outcome', (item) => item.decision?.outcome ?? ''],
  ['decided_by', (item) => (item.decision ? ('name' in item.decision.by && item.decision.by.name) || item.decision.by.id : '')],
  ['decided_at', (item) => item.decision?.at ?? ''],
  ['reasons', (item) => item.decision?.reasons.join(' ') ?? ''],
  ['comment', (item) => item.decision?.comment ?? ''],
  ['released_at', (item) => item.releasedAt ?? ''],
  ['confidence', (item) => item.confidence ?? ''],
  ['model', (item) => item.model ?? ''],
];

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One column per property where the schema names them, else one for the whole. */
function columnsOf(field: 'input' | 'output', schema: unknown): Column[] {
  const properties = isObject(schema) && isObject(schema.properties) ? Object.keys(schema.properties) : [];
  if (properties.length === 0) return [[field, (item) => item[field]]];
  return properties.map((name) => [
    `${field}.${name}`,
    (item) => (isObject(item[field]) && Object.hasOwn(item[field], name) ? (item[field][name] as Json) : ''),
  ]);
}

// A number stays one, so that -5 is not taken for a formula.
const cell = (value: Json): string | number =>
  typeof value === 'string' || typeof value === 'number' ? value : value === null ? '' : JSON.stringify(value);

/** Pages of JSON lines as CSV with a header. Cells that a spreadsheet would run as a formula are escaped. */
export async function* toCsv(pages: AsyncIterable<string>, checkpoint: Checkpoint): AsyncGenerator<string, undefined> {
  const columns = [...plain, ...columnsOf('output', checkpoint.outputSchema), ...columnsOf('input', checkpoint.inputSchema)];
  yield stringify([columns.map(([name]) => name)]);
  for await (const page of pages) {
    const rows = page.split('\n').map((line) => {
      const item = JSON.parse(line) as ExportedItem;
      return columns.map(([, value]) => cell(value(item)));
    });
    yield stringify(rows, { escape_formulas: true });
  }
  return undefined;
}
