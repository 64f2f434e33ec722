import type { Json } from '@countersign/contract';
import { isSameJson } from '../review/same-json.ts';
import { words } from '../words/words.ts';
import { type Field, isObject } from './field.ts';
import { pointerOf, valueAt } from './place.ts';
import { parseArguments } from './tool-field.ts';

export interface Fault {
  pointer: string;
  detail: string;
}

/** What is wrong with an output, as far as the form can tell. The server checks the whole schema again. */
export function checkOutput(fields: Field[], output: Json): Fault[] {
  return fields.flatMap((field) => {
    const value = valueAt(output, field.path);
    const detail = faultOf(field, value);
    const own = detail ? [{ pointer: pointerOf(field.path), detail }] : [];
    return [...own, ...faultsBelow(field, value, output)];
  });
}

function faultsBelow(field: Field, value: Json | undefined, output: Json): Fault[] {
  if (field.kind === 'group')
    return value === undefined && !field.required && field.path.length > 0 ? [] : checkOutput(field.fields, output);
  if (field.kind === 'rows' && Array.isArray(value)) return value.flatMap((each, index) => checkOutput([field.at(index, each)], output));
  if (field.kind !== 'tool' || !isObject(value)) return [];
  const given = parseArguments(value[field.argumentsKey] ?? {});
  const prefix = pointerOf([...field.path, field.argumentsKey]);
  if (!given) return [{ pointer: prefix, detail: words.fault.json }];
  return checkOutput(field.argumentFields(given), given).map((fault) => ({ ...fault, pointer: prefix + fault.pointer }));
}

function faultOf(field: Field, value: Json | undefined): string | null {
  const say = words.fault;
  if (value === undefined || value === null) return field.required && field.kind !== 'json' && field.kind !== 'group' ? say.required : null;
  switch (field.kind) {
    case 'text':
      return textFault(field, String(value));
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return say.number;
      if (field.isInteger && !Number.isInteger(value)) return say.integer;
      if (field.minimum !== null && value < field.minimum) return say.minimum(field.minimum);
      if (field.maximum !== null && value > field.maximum) return say.maximum(field.maximum);
      return null;
    case 'choice':
      return field.options.some((option) => isSameJson(option, value)) ? null : say.choice;
    case 'choices':
    case 'rows':
    case 'list': {
      const count = Array.isArray(value) ? value.length : 0;
      if (field.kind === 'choices') return null;
      if (field.minItems !== null && count < field.minItems) return say.minItems(field.minItems);
      if (field.maxItems !== null && count > field.maxItems) return say.maxItems(field.maxItems);
      return null;
    }
    default:
      return null;
  }
}

function textFault(field: Extract<Field, { kind: 'text' }>, value: string): string | null {
  const say = words.fault;
  const length = [...value].length;
  if (length === 0 && field.required) return say.required;
  if (field.minLength !== null && length < field.minLength) return say.minLength(field.minLength);
  if (field.maxLength !== null && length > field.maxLength) return say.maxLength(field.maxLength, length);
  if (length > 0 && field.format === 'date' && !isDate(value)) return say.date;
  if (length > 0 && field.format === 'date-time' && !isInstant(value)) return say.dateTime;
  return field.pattern !== null && !matches(field.pattern, value) ? say.pattern : null;
}

const isDate = (value: string) => /^\d{4}-\d\d-\d\d$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true;
const isInstant = (value: string) =>
  /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    // A pattern that browsers do not know is left to the server.
    return true;
  }
}
