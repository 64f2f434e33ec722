import type { Json, JsonObject } from '@countersign/contract';
import { nameToLabel } from '../facts/name-to-label.ts';
import { type Base, type Field, type GroupField, isObject, numberOf, resolve, type Spot, type TextField, textOf } from './field.ts';
import { listField } from './list-field.ts';
import { formatOf, isImageSchema } from './text-format.ts';
import { toolField } from './tool-field.ts';

const deepest = 6;
const shortest = 60;
const longText = 100;

/** The form for an output: by the checkpoint's schema where there is one, else by the shape of the value itself. */
export function fieldsOf(schema: JsonObject | null, value: Json, label: string): Field[] {
  const root = fieldOf({ schema: schema ?? {}, root: schema ?? {}, value, path: [], name: label, required: true });
  return root.kind === 'group' && !root.isOpen ? root.fields : [root];
}

export function fieldOf(spot: Spot): Field {
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
        : (listField(base, schema, spot, fieldOf) ?? { ...base, kind: 'json' });
    case 'object':
      return toolField(base, schema, spot, fieldsOf) ?? groupField(base, schema, spot) ?? { ...base, kind: 'json' };
    default:
      return { ...base, kind: 'json' };
  }
}

function textField(base: Base, schema: JsonObject, value: string): TextField {
  const maxLength = numberOf(schema['maxLength']);
  const format = formatOf(base, schema, value);
  const isLong =
    format === 'markdown' ||
    format === 'html' ||
    value.includes('\n') ||
    value.length > longText ||
    (maxLength !== null ? maxLength > 200 : base.path.length === 0 || value.length > shortest);
  return { ...base, kind: 'text', format, isLong, minLength: numberOf(schema['minLength']), maxLength, pattern: textOf(schema['pattern']) };
}

function groupField(base: Base, schema: JsonObject, spot: Spot): GroupField | null {
  const value = isObject(spot.value) ? spot.value : {};
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const names = [...new Set([...Object.keys(properties), ...Object.keys(value)])];
  if (base.path.length >= deepest) return null;
  const isOpen =
    isObject(schema['additionalProperties']) || (schema['additionalProperties'] === true && Object.keys(properties).length === 0);
  if (names.length === 0 && !isOpen) return null;
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = names.map((name) =>
    fieldOf({
      schema: isObject(properties[name])
        ? properties[name]
        : isObject(schema['additionalProperties'])
          ? schema['additionalProperties']
          : {},
      root: spot.root,
      value: value[name],
      path: [...base.path, name],
      name,
      required: required.includes(name),
    }),
  );
  return { ...base, kind: 'group', fields, isOpen };
}

function isTextList(schema: JsonObject, root: JsonObject, value: Json | undefined): boolean {
  if (Array.isArray(value) && value.some((each) => typeof each !== 'string')) return false;
  const items = isObject(schema['items']) ? resolve(schema['items'], root) : null;
  return items ? items['type'] === 'string' && !items['enum'] && !isImageSchema(items, '') : Array.isArray(value) && value.length > 0;
}

export function typeIn(schema: JsonObject, value: Json | undefined): string | null {
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
