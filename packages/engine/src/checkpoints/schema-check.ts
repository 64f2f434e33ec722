import { CountersignError, type Json, type JsonObject } from '@countersign/contract';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { RE2JS } from 're2js';
import { compareOnce } from './unique-items.ts';

// Patterns come from users and run on what strangers send: RE2 takes linear time whatever they write.
const regExp = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    // Ajv tells patterns apart by their text: without it all patterns of a schema would be the first one.
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => pattern };
  },
  { code: 'linear-time regular expressions' },
);

const newAjv = () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true, code: { regExp: regExp as never }, logger: false });
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  compareOnce(ajv);
  return ajv;
};

/** Errors: `invalid_schema` with the reason, when the text is no JSON Schema 2020-12 or uses a pattern that cannot run in linear time. */
export function compileSchema(schema: JsonObject, pointer: string): ValidateFunction {
  try {
    const check = newAjv().compile(schema);
    // Its answer would be a promise, which counts as yes.
    if ('$async' in check) throw new Error('$async is not supported. Remove it');
    return check;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CountersignError('invalid_schema', `This is not a usable JSON Schema (2020-12): ${why}`, { pointer, cause: error });
  }
}

const escapePointer = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

function explain(root: string, error: ErrorObject): { pointer: string; detail: string } {
  const params = error.params as { missingProperty?: string; additionalProperty?: string };
  const inner = params.missingProperty ?? params.additionalProperty;
  const pointer = root + error.instancePath + (inner === undefined ? '' : `/${escapePointer(inner)}`);
  if (params.missingProperty !== undefined) return { pointer, detail: 'is missing' };
  if (params.additionalProperty !== undefined) return { pointer, detail: 'is not allowed here' };
  return { pointer, detail: error.message ?? 'is not valid' };
}

export type SchemaCheck = ValidateFunction;

export interface Mismatch {
  pointer: string;
  detail: string;
}

/** Where `value` breaks the schema, at most 20 places; pointers start with `root`. */
export function findMismatches(check: ValidateFunction | null, value: Json, root: string): Mismatch[] {
  if (!check || check(value)) return [];
  return (check.errors ?? []).slice(0, 20).map((error) => explain(root, error));
}

export function schemaViolation(mismatches: Mismatch[], title: string): CountersignError {
  const first = mismatches[0] as Mismatch;
  return new CountersignError('schema_violation', `${first.pointer} ${first.detail}. It must fit the schema of the checkpoint ${title}.`, {
    pointer: first.pointer,
    errors: mismatches,
  });
}
