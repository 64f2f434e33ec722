import type { Json, JsonObject } from '@countersign/contract';
import { type Base, type ChoicesField, type Field, isObject, numberOf, type RowsField, resolve, type Spot } from './field.ts';

const mostColumns = 6;
const scalar: Field['kind'][] = ['text', 'number', 'choice', 'switch'];

/** A list of something else than lines of text: choices, a table of flat records, or one form under the other. */
export function listField(base: Base, schema: JsonObject, spot: Spot, fieldOf: (spot: Spot) => Field): RowsField | ChoicesField | null {
  const items = isObject(schema['items']) ? resolve(schema['items'], spot.root) : null;
  const values = Array.isArray(spot.value) ? spot.value : [];
  if (items && Array.isArray(items['enum'])) return { ...base, kind: 'choices', options: items['enum'] };
  if (!items && (values.length === 0 || !values.every(isObject))) return null;
  const at = (index: number, value: Json | undefined): Field =>
    fieldOf({
      schema: items ?? {},
      root: spot.root,
      value,
      path: [...base.path, index],
      name: `${base.label} ${index + 1}`,
      required: true,
    });
  const look = values.concat(blankOf(items ?? {}, values[0])).every((value, index) => isFlat(at(index, value))) ? 'table' : 'list';
  const blank = () => blankOf(items ?? {}, values[0]);
  return { ...base, kind: 'rows', look, at, blank, minItems: numberOf(schema['minItems']), maxItems: numberOf(schema['maxItems']) };
}

/** A record that fits into one line of a table. */
function isFlat(field: Field): boolean {
  if (field.kind !== 'group' || field.isOpen) return false;
  const cells = field.fields;
  return cells.length <= mostColumns && cells.every((cell) => scalar.includes(cell.kind) && !(cell.kind === 'text' && !fitsCell(cell)));
}

const fitsCell = (cell: Extract<Field, { kind: 'text' }>): boolean =>
  (cell.format === 'plain' && !cell.isLong) || cell.format === 'date' || cell.format === 'date-time';

/** A new entry: by its schema where there is one, else in the shape of its neighbours. */
export function blankOf(schema: JsonObject, like?: Json): Json {
  if (schema['default'] !== undefined) return schema['default'];
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0] ?? null;
  const properties = isObject(schema['properties']) ? schema['properties'] : null;
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  if (properties) {
    const required = Array.isArray(schema['required']) ? schema['required'] : Object.keys(properties);
    const names = Object.keys(properties).filter((name) => required.includes(name));
    return Object.fromEntries(names.map((name) => [name, blankOf(properties[name] as JsonObject)]));
  }
  if (type === 'string' || typeof like === 'string') return '';
  if (type === 'boolean' || typeof like === 'boolean') return false;
  if (type === 'array' || Array.isArray(like)) return [];
  if (isObject(like)) return Object.fromEntries(Object.entries(like).map(([name, each]) => [name, blankOf({}, each)]));
  return type === 'object' ? {} : null;
}
