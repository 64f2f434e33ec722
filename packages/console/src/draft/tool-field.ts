import type { Json, JsonObject } from '@countersign/contract';
import { type Base, type Field, isObject, resolve, type Spot, type ToolField } from './field.ts';

type MakeFields = (schema: JsonObject | null, value: Json, label: string) => Field[];

const nameKeys = ['name', 'tool', 'toolName', 'tool_name'];
const argumentsKeys = ['arguments', 'args', 'input', 'parameters'];
const otherKeys = ['id', 'type', 'call_id', 'callId', 'toolCallId', 'tool_call_id', 'index', 'description'];

/** A call of a tool as agents write it: a name beside its arguments, and nothing else of weight. */
export function toolField(base: Base, schema: JsonObject, spot: Spot, fieldsOf: MakeFields): ToolField | null {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const value = isObject(spot.value) ? spot.value : {};
  const names = [...new Set([...Object.keys(properties), ...Object.keys(value)])];
  const nameKey = names.find((name) => nameKeys.includes(name));
  const argumentsKey = names.find((name) => argumentsKeys.includes(name));
  if (!nameKey || !argumentsKey || typeof (value[nameKey] ?? '') !== 'string') return null;
  if (names.some((name) => name !== nameKey && name !== argumentsKey && !otherKeys.includes(name))) return null;
  if (parseArguments(value[argumentsKey] ?? {}) === null) return null;
  const found = properties[argumentsKey];
  const argumentSchema = isObject(found) ? resolve(found, spot.root) : null;
  const argumentFields = (now: Json): Field[] => {
    const given = isObject(argumentSchema?.['properties']) ? { ...argumentSchema, $defs: spot.root['$defs'] ?? {} } : null;
    return fieldsOf(given, now, argumentsKey);
  };
  return { ...base, kind: 'tool', nameKey, argumentsKey, argumentFields };
}

/** Arguments as an object, whether they came as one or as JSON in a text; null when they are neither. */
export function parseArguments(value: Json): { [key: string]: Json } | null {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return null;
  try {
    const parsed = JSON.parse(value === '' ? '{}' : value) as Json;
    return isObject(parsed) ? parsed : null;
  } catch {
    return null; // a text that is no JSON is shown as a text
  }
}
