import type { Json, JsonObject } from '@countersign/contract';
import { nameToLabel } from '../facts/name-to-label.ts';

export type Path = (string | number)[];

interface Base {
  path: Path;
  label: string;
  help: string | null;
  required: boolean;
}

export interface TextField extends Base {
  kind: 'text';
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
}
export interface JsonField extends Base {
  kind: 'json';
}

export type Field = TextField | NumberField | ListField | ChoiceField | SwitchField | GroupField | JsonField;

const shortest = 60;
const longText = 100;

/** The form for an output: by the checkpoint's schema where there is one, else by the shape of the value itself. */
export function fieldsOf(schema: JsonObject | null, value: Json, label: string): Field[] {
  const root = fieldOf({ schema: schema ?? {}, root: schema ?? {}, value, path: [], name: label, required: true });
  return root.kind === 'group' ? root.fields : [root];
}

interface Spot {
  schema: JsonObject;
  root: JsonObject;
  value: Json | undefined;
  path: Path;
  name: string;
  required: boolean;
}

function fieldOf(spot: Spot): Field {
  const schema = resolve(spot.schema, spot.root);
  const base: Base = {
    path: spot.path,
    label: textOf(schema['title']) ?? nameToLabel(spot.name),
    help: textOf(schema['description']),
    required: spot.required,
  };
  const { value } = spot;
  if (Array.isArray(schema['enum'])) return { ...base, kind: 'choice', options: schema['enum'] };
  switch (typeIn(schema, value)) {
    case 'string':
      return value == null || typeof value === 'string' ? textField(base, schema, value ?? '') : { ...base, kind: 'json' };
    case 'integer':
    case 'number':
      if (value != null && typeof value !== 'number') return { ...base, kind: 'json' };
      return {
        ...base,
        kind: 'number',
        isInteger: typeIn(schema, value) === 'integer',
        minimum: numberOf(schema['minimum']),
        maximum: numberOf(schema['maximum']),
      };
    case 'boolean':
      return value == null || typeof value === 'boolean' ? { ...base, kind: 'switch' } : { ...base, kind: 'json' };
    case 'array':
      return isTextList(schema, spot.root, value)
        ? { ...base, kind: 'list', minItems: numberOf(schema['minItems']), maxItems: numberOf(schema['maxItems']) }
        : { ...base, kind: 'json' };
    case 'object':
      return groupField(base, schema, spot) ?? { ...base, kind: 'json' };
    default:
      return { ...base, kind: 'json' };
  }
}

function textField(base: Base, schema: JsonObject, value: string): TextField {
  const maxLength = numberOf(schema['maxLength']);
  const isLong =
    value.includes('\n') ||
    value.length > longText ||
    (maxLength !== null ? maxLength > 200 : base.path.length === 0 || value.length > shortest);
  return { ...base, kind: 'text', isLong, minLength: numberOf(schema['minLength']), maxLength, pattern: textOf(schema['pattern']) };
}

function groupField(base: Base, schema: JsonObject, spot: Spot): GroupField | null {
  const value = isObject(spot.value) ? spot.value : {};
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const names = [...new Set([...Object.keys(properties), ...Object.keys(value)])];
  if (names.length === 0 || base.path.length >= 3) return null;
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = names.map((name) =>
    fieldOf({
      schema: isObject(properties[name]) ? properties[name] : {},
      root: spot.root,
      value: value[name],
      path: [...base.path, name],
      name,
      required: required.includes(name),
    }),
  );
  return { ...base, kind: 'group', fields };
}

function isTextList(schema: JsonObject, root: JsonObject, value: Json | undefined): boolean {
  if (Array.isArray(value) && value.some((each) => typeof each !== 'string')) return false;
  const items = isObject(schema['items']) ? resolve(schema['items'], root) : null;
  return items ? items['type'] === 'string' && !items['enum'] : Array.isArray(value) && value.length > 0;
}

function typeIn(schema: JsonObject, value: Json | undefined): string | null {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) {
    const known = type.filter((each) => each !== 'null');
    return known.length === 1 ? String(known[0]) : null;
  }
  if (isObject(schema['properties'])) return 'object';
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Follows `#/$defs/...` inside the same schema; anything further away is left to the server. */
function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const ref = schema['$ref'];
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return schema;
  let found: Json | undefined = root;
  for (const part of ref.slice(2).split('/')) found = isObject(found) ? found[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  return isObject(found) ? { ...found, ...schema, $ref: null } : schema;
}

export const isObject = (value: unknown): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
const numberOf = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);
