import type { Json } from '@countersign/contract';
import { words } from '../words/words.ts';
import type { Field } from './fields.ts';
import { pointerOf, valueAt } from './place.ts';

export interface Fault {
  pointer: string;
  detail: string;
}

/** What is wrong with an output, as far as the form can tell. The server checks the whole schema again. */
export function checkOutput(fields: Field[], output: Json): Fault[] {
  return fields.flatMap((field) => {
    if (field.kind === 'group') return checkOutput(field.fields, output);
    const detail = faultOf(field, valueAt(output, field.path));
    return detail ? [{ pointer: pointerOf(field.path), detail }] : [];
  });
}

function faultOf(field: Field, value: Json | undefined): string | null {
  const say = words.fault;
  if (value === undefined || value === null) return field.required && field.kind !== 'json' ? say.required : null;
  switch (field.kind) {
    case 'text':
      return textFault(field, String(value));
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return say.number;
      if (field.isInteger && !Number.isInteger(value)) return say.integer;
      if (field.minimum !== null && value < field.minimum) return say.minimum(field.minimum);
      if (field.maximum !== null && value > field.maximum) return say.maximum(field.maximum);
      return null;
    case 'list': {
      const count = Array.isArray(value) ? value.length : 0;
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
  return field.pattern !== null && !matches(field.pattern, value) ? say.pattern : null;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    // A pattern that browsers do not know is left to the server.
    return true;
  }
}
