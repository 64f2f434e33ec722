import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UsageError } from '../exit-codes.ts';

/** Where in an item a column goes: `['input', 'facts', 'weight']`; a part alone takes the whole cell. */
export interface Target {
  column: string;
  path: [part: string, ...names: string[]];
}

export interface MappingOptions {
  /** Column with the key. */
  key?: string | undefined;
  /** Columns of the input, or one for the whole of it. */
  input?: string[] | undefined;
  output?: string[] | undefined;
  map?: MapFile | undefined;
}

const Part = z.union([z.string(), z.record(z.string(), z.string())]);

/** `--map`: which column goes where. A part is one column, or names with their columns. */
export const MapFile = z
  .strictObject({
    key: z.string(),
    input: Part,
    output: Part,
    confidence: z.string(),
    model: z.string(),
    severity: z.string(),
    priority: z.string(),
    dueAt: z.string(),
    metadata: z.record(z.string(), z.string()),
  })
  .partial();
export type MapFile = z.infer<typeof MapFile>;

export const readMapFile = async (file: string): Promise<MapFile> => {
  const text = await readFile(file, 'utf8');
  try {
    return MapFile.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new UsageError(
      `${file} is no map of columns: ${why}\nWrite for example {"key": "sku", "input": {"name": "Product"}, "output": "Text"}.`,
    );
  }
};

const keyNames = ['key', 'id', 'sku'];
const ownNames = ['confidence', 'model', 'severity', 'priority', 'dueAt'];
const partNames = ['input', 'output', 'metadata'];

const find = (header: string[], column: string): string => {
  const found = header.find((name) => name === column) ?? header.find((name) => name.toLowerCase() === column.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`There is no column "${column}". The file has: ${header.join(', ')}.`);
};

const keyTarget = (header: string[], given: string | undefined): Target => {
  const column = given ? find(header, given) : keyNames.flatMap((name) => header.filter((each) => each.toLowerCase() === name))[0];
  if (column !== undefined) return { column, path: ['key'] };
  throw new UsageError(`Say with --key which column names each item for ever. The file has: ${header.join(', ')}.`);
};

const listed = (header: string[], part: string, columns: string[]): Target[] => {
  const [only] = columns;
  if (only !== undefined && columns.length === 1) return [{ column: find(header, only), path: [part] }];
  return columns.map((column) => ({ column: find(header, column), path: [part, column] }));
};

const mapped = (header: string[], part: string, map: string | Record<string, string>): Target[] =>
  typeof map === 'string'
    ? [{ column: find(header, map), path: [part] }]
    : Object.entries(map).map(([name, column]) => ({ column: find(header, column), path: [part, ...name.split('.')] }));

/** Columns that say by their own name where they go: `output`, `input.name`, `metadata.batch`, `confidence`. */
const selfNamed = (header: string[]): Target[] =>
  header.flatMap((column): Target[] => {
    const [part = '', ...names] = column.trim().split('.');
    const isPart = partNames.includes(part) && (names.length > 0 || part !== 'metadata');
    return isPart || (ownNames.includes(part) && names.length === 0) ? [{ column, path: [part, ...names] }] : [];
  });

const fromMap = (header: string[], map: MapFile): Target[] =>
  Object.entries(map).flatMap(([part, columns]) => (part === 'key' || !columns ? [] : mapped(header, part, columns)));

/**
 * Decides once per file where each column goes. What --map, --input and --output name goes first, then columns named after
 * their place. When nothing says what the input is, it is all columns left. Throws a UsageError that names the columns.
 */
export const mapColumns = (header: string[], { key, input, output, map }: MappingOptions): Target[] => {
  const given = [
    keyTarget(header, key ?? map?.key),
    ...(input ? listed(header, 'input', input) : []),
    ...(output ? listed(header, 'output', output) : []),
    ...(map ? fromMap(header, map) : []),
  ];
  const givenParts = new Set(given.map(({ path }) => path[0]));
  const targets = [...given, ...selfNamed(header).filter(({ path }) => !givenParts.has(path[0]))];
  const parts = new Set(targets.map(({ path }) => path[0]));
  if (!parts.has('output')) {
    throw new UsageError(
      `Say with --output which columns hold the AI's work (one column is the whole text), or name them output or output.NAME. The file has: ${header.join(', ')}.`,
    );
  }
  const used = new Set(targets.map(({ column }) => column));
  const left = parts.has('input') ? [] : header.filter((column) => !used.has(column));
  return [...targets, ...left.map((column): Target => ({ column, path: ['input', column] }))];
};
