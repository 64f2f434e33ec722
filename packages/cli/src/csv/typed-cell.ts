import type { Json, JsonObject } from '@countersign/contract';

const numeric = /^\s*-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

const asJson = (text: string): Json | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // stays text; the server says what is wrong with it
  }
};

const readers: Record<string, (text: string) => Json | undefined> = {
  number: (text) => (numeric.test(text) ? Number(text) : undefined),
  integer: (text) => (numeric.test(text) ? Number(text) : undefined),
  boolean: (text) => ({ true: true, false: false })[text.trim().toLowerCase()],
  null: (text) => (text === 'null' ? null : undefined),
  object: asJson,
  array: (text) => asJson(text) ?? text.split('\n'),
};

/** The JSON Schema for a name in an object, where the schema says something about it. */
export const schemaOf = (schema: JsonObject | null, name: string): JsonObject | null => {
  const properties = schema?.properties;
  const found = typeof properties === 'object' && properties !== null && !Array.isArray(properties) ? properties[name] : null;
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : null;
};

/** Whether the schema demands a name in an object. */
export const isRequired = (schema: JsonObject | null, name: string): boolean =>
  Array.isArray(schema?.required) && schema.required.includes(name);

/**
 * A cell as the value that the checkpoint's schema asks for: numbers, true/false, JSON, and one array entry per line. A cell
 * that does not fit stays text, so that the server names it. An empty cell is `undefined`, or null where the schema has it.
 */
export const typedCell = (text: string, schema: JsonObject | null): Json | undefined => {
  const types = [schema?.type ?? []].flat() as string[];
  if (text === '') return types.includes('null') ? null : undefined;
  if (types.includes('string')) return text;
  for (const type of types) {
    const value = readers[type]?.(text);
    if (value !== undefined) return value;
  }
  return text;
};
