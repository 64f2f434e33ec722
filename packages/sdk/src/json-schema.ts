import { CountersignError, type JsonObject } from '@countersign/contract';
import type { JsonSchema, Schema, StandardSchema } from './schema-types.ts';

interface SelfDescribing {
  '~standard': { jsonSchema: { input(options: { target: string }): JsonObject } };
}

const isStandardSchema = (schema: Schema): schema is StandardSchema => '~standard' in schema;

const describesItself = (schema: StandardSchema): schema is StandardSchema & SelfDescribing => 'jsonSchema' in schema['~standard'];

/** Zod before 4.2 cannot describe its schemas through the standard interface, but through a function of its own. */
const throughZod = async (schema: StandardSchema): Promise<JsonObject> => {
  if (!('_zod' in schema)) {
    throw new CountersignError(
      'invalid_schema',
      `A schema of "${schema['~standard'].vendor}" in this version cannot be turned into a JSON Schema. Give a JSON Schema instead.`,
    );
  }
  const { z } = await import('zod');
  return z.toJSONSchema(schema as never, { io: 'input' }) as JsonObject;
};

const fromLibrary = async (schema: StandardSchema): Promise<JsonObject> =>
  describesItself(schema) ? schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' }) : throughZod(schema);

/**
 * The JSON Schema that the server is given for a schema of the caller.
 * Throws `invalid_schema` for one that no JSON Schema can express, such as a zod schema with a date in it.
 */
export const toJsonSchema = async (schema: Schema): Promise<JsonObject> => {
  if (!isStandardSchema(schema)) return schema as JsonSchema as JsonObject;
  try {
    return await fromLibrary(schema);
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause;
    throw new CountersignError('invalid_schema', `This schema has no JSON Schema: ${(cause as Error).message}. Use JSON types only.`, {
      cause,
    });
  }
};
