import type { BatchFormat, Json, JsonObject } from '@countersign/contract';
import type { ExportedRun } from '@countersign/engine';
import { stringify } from 'csv-stringify/sync';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const reviewerOf = ({ decision }: ExportedRun): string =>
  decision === null ? '' : ('name' in decision.by && decision.by.name) || decision.by.id;

/** What became of a row, behind its own columns. */
const told: [name: string, value: (run: ExportedRun) => Json][] = [
  ['state', (run) => run.state],
  ['decision', (run) => run.decision?.outcome ?? ''],
  ['reviewer', reviewerOf],
  ['decided_at', (run) => run.decision?.at ?? ''],
  ['comment', (run) => run.decision?.comment ?? ''],
  ['model', (run) => run.model ?? ''],
  ['failure', (run) => run.failure ?? ''],
];

interface Layout {
  columns: string[];
  fields: string[];
}

/** A result has one column per property where the schema names them, else one for the whole. */
export const layoutOf = (columns: string[], outputSchema: unknown): Layout => ({
  columns,
  fields: isObject(outputSchema) && isObject(outputSchema.properties) ? Object.keys(outputSchema.properties) : [],
});

const ownNames = (columns: string[], names: string[]) => names.map((name) => (columns.includes(name) ? `countersign_${name}` : name));

const headerOf = ({ columns, fields }: Layout): string[] => [
  ...columns,
  ...(fields.length > 0 ? fields.map((field) => `result.${field}`) : ['result']),
  ...ownNames(
    columns,
    told.map(([name]) => name),
  ),
];

// A number stays one, so that -5 is not taken for a formula.
const cell = (value: Json | undefined): string | number =>
  typeof value === 'string' || typeof value === 'number' ? value : value === null || value === undefined ? '' : JSON.stringify(value);

function rowOf({ columns, fields }: Layout, run: ExportedRun): (string | number)[] {
  const results =
    fields.length > 0
      ? fields.map((field) => (isObject(run.output) && Object.hasOwn(run.output, field) ? run.output[field] : ''))
      : [run.output];
  return [...columns.map((_, at) => run.cells[at]), ...results, ...told.map(([, value]) => value(run))].map(cell);
}

function lineOf({ columns }: Layout, run: ExportedRun): string {
  const source = Object.fromEntries(
    columns.flatMap((column, at) => (run.cells[at] === undefined || run.cells[at] === null ? [] : [[column, run.cells[at]]])),
  );
  const rest = Object.fromEntries(told.map(([name, value]) => [name, value(run)]));
  return `${JSON.stringify({ row: run.row, key: run.key, source, result: run.output, drafted: run.drafted, ...rest })}\n`;
}

async function* toCsv(pages: AsyncIterable<ExportedRun[]>, layout: Layout): AsyncGenerator<string> {
  yield stringify([headerOf(layout)]);
  for await (const page of pages)
    yield stringify(
      page.map((run) => rowOf(layout, run)),
      { escape_formulas: true },
    );
}

async function* toJsonl(pages: AsyncIterable<ExportedRun[]>, layout: Layout): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((run) => lineOf(layout, run)).join('');
}

const bold = (name: string) => ({ value: name, fontWeight: 'bold' as const });
const longestCell = 32_767;
const typedCell = (value: string | number) =>
  typeof value === 'number' ? { value, type: Number } : { value: value.slice(0, longestCell), type: String };

// A workbook has an index at its end, so it is made in memory and sent whole.
async function* toXlsx(pages: AsyncIterable<ExportedRun[]>, layout: Layout): AsyncGenerator<Uint8Array> {
  const rows: SheetData = [headerOf(layout).map(bold)];
  for await (const page of pages) for (const run of page) rows.push(rowOf(layout, run).map(typedCell));
  yield await writeXlsxFile(rows, { sheet: 'Countersign', stickyRowsCount: 1 }).toBuffer();
}

/** The rows of a batch as a file, each with its own columns, the result, the decision and who decided. */
export async function* writeTable(format: BatchFormat, pages: AsyncIterable<ExportedRun[]>, layout: Layout): AsyncGenerator<Uint8Array> {
  if (format === 'xlsx') return yield* toXlsx(pages, layout);
  const encoder = new TextEncoder();
  for await (const text of format === 'csv' ? toCsv(pages, layout) : toJsonl(pages, layout)) yield encoder.encode(text);
}
