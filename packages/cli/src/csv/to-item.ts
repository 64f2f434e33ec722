import type { Json, JsonObject } from '@countersign/contract';
import type { Target } from './mapping.ts';
import { isRequired, schemaOf, typedCell } from './typed-cell.ts';

export interface ItemSchemas {
  input: JsonObject | null;
  output: JsonObject | null;
}

const ownSchemas: Record<string, JsonObject> = {
  key: { type: 'string' },
  confidence: { type: 'number' },
  priority: { type: 'integer' },
};

/** A part with one column and an object schema that has a property of that name is that property, not the whole. */
const placeOf = ({ column, path }: Target, schemas: ItemSchemas): string[] => {
  const [part] = path;
  const whole = part === 'input' || part === 'output' ? schemas[part] : null;
  return path.length === 1 && schemaOf(whole, column) ? [part, column] : path;
};

const schemaAt = ([part = '', ...names]: string[], schemas: ItemSchemas): JsonObject | null => {
  const whole = part === 'input' || part === 'output' ? schemas[part] : (ownSchemas[part] ?? null);
  return names.reduce(schemaOf, whole);
};

/** Where an empty cell is an empty text and not a value left out: a whole part, and a property that the schema demands. */
const mustBeText = (place: string[], schemas: ItemSchemas): boolean => {
  const schema = schemaAt(place, schemas);
  const name = place.at(-1) ?? '';
  const isDemanded = place.length === 1 ? name === 'output' || name === 'input' : isRequired(schemaAt(place.slice(0, -1), schemas), name);
  return isDemanded && (schema === null ? place.length === 1 : schema.type === 'string');
};

const put = (item: JsonObject, [name = '', ...rest]: string[], value: Json): void => {
  if (rest.length === 0) {
    Object.defineProperty(item, name, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  if (!Object.hasOwn(item, name) || typeof item[name] !== 'object') put(item, [name], {});
  put(item[name] as JsonObject, rest, value);
};

/** Prepares the way from a record of the CSV to an item, for one header. An empty cell is left out where it may be. */
export const makeItemReader = (targets: Target[], schemas: ItemSchemas): ((record: Record<string, string>) => JsonObject) => {
  const places = targets.map((target) => {
    const place = placeOf(target, schemas);
    return { column: target.column, place, schema: schemaAt(place, schemas), isText: mustBeText(place, schemas) };
  });
  const parts = new Set(places.map(({ place }) => place[0]));
  return (record) => {
    const item: JsonObject = {};
    if (!parts.has('input')) item.input = null;
    for (const { column, place, schema, isText } of places) {
      const text = record[column] ?? '';
      const value = isText ? text : typedCell(text, schema);
      if (value !== undefined) put(item, place, value);
      else if (place.length > 1 && !Object.hasOwn(item, place[0] ?? '')) put(item, place.slice(0, 1), {});
    }
    return item;
  };
};
