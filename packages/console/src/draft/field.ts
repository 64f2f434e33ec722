import type { Json, JsonObject } from '@countersign/contract';

export type Path = (string | number)[];

export interface Base {
  path: Path;
  label: string;
  help: string | null;
  required: boolean;
}

/** How a text is written, shown and edited. */
export type TextFormat = 'plain' | 'markdown' | 'html' | 'date' | 'date-time' | 'image';

export interface TextField extends Base {
  kind: 'text';
  format: TextFormat;
  isLong: boolean;
  minLength: number | null;
  maxLength: number | null;
  pattern: string | null;
}
export interface NumberField extends Base {
  kind: 'number';
  isInteger: boolean;
  minimum: number | null;
  maximum: number | null;
}
export interface ListField extends Base {
  kind: 'list';
  minItems: number | null;
  maxItems: number | null;
}
export interface ChoiceField extends Base {
  kind: 'choice';
  options: Json[];
}
export interface SwitchField extends Base {
  kind: 'switch';
}
export interface GroupField extends Base {
  kind: 'group';
  fields: Field[];
  /** Properties that no schema names may be added. */
  isOpen: boolean;
}
/** Several of a fixed set of values. */
export interface ChoicesField extends Base {
  kind: 'choices';
  options: Json[];
}
/** A list of anything but plain lines of text. */
export interface RowsField extends Base {
  kind: 'rows';
  look: 'table' | 'list';
  minItems: number | null;
  maxItems: number | null;
  at: (index: number, value: Json | undefined) => Field;
  blank: () => Json;
}
/** A call of a tool: its name, and its arguments as an object or as JSON in a text. */
export interface ToolField extends Base {
  kind: 'tool';
  nameKey: string;
  argumentsKey: string;
  argumentFields: (value: Json) => Field[];
}
export interface JsonField extends Base {
  kind: 'json';
}

export type Field =
  | TextField
  | NumberField
  | ListField
  | ChoiceField
  | ChoicesField
  | SwitchField
  | GroupField
  | RowsField
  | ToolField
  | JsonField;

export interface Spot {
  schema: JsonObject;
  root: JsonObject;
  value: Json | undefined;
  path: Path;
  name: string;
  required: boolean;
}

/** Follows `#/$defs/...` inside the same schema; anything further away is left to the server. */
export function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const ref = schema['$ref'];
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return schema;
  let found: Json | undefined = root;
  for (const part of ref.slice(2).split('/')) found = isObject(found) ? found[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  return isObject(found) ? { ...found, ...schema, $ref: null } : schema;
}

export const isObject = (value: unknown): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
export const numberOf = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);
