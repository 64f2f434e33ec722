import { Countersign, type FromJsonSchema, type Infer, type Json, type Reviewed } from '@countersign/sdk';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { sendJson, startServer } from './http-server.ts';
import { typeCheck } from './type-check.ts';

const cs = new Countersign({ url: 'http://127.0.0.1:9' });

const description = {
  type: 'object',
  properties: {
    title: { type: 'string', maxLength: 80 },
    bullets: { type: 'array', items: { type: 'string' } },
    tone: { enum: ['warm', 'plain'] },
    kind: { const: 'product' },
    price: { type: ['number', 'null'] },
    stock: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
    size: { type: 'object', additionalProperties: { type: 'number' } },
    more: {},
  },
  required: ['title', 'bullets', 'kind'],
} as const;

interface Description {
  title: string;
  bullets: string[];
  kind: 'product';
  tone?: 'warm' | 'plain';
  price?: number | null;
  stock?: number | boolean;
  size?: Record<string, number>;
  more?: Json;
}

describe('types', () => {
  test('are read off a JSON Schema', () => {
    expectTypeOf<FromJsonSchema<typeof description>>().toEqualTypeOf<Description>();
    expectTypeOf<FromJsonSchema<{ type: 'string' }>>().toEqualTypeOf<string>();
    expectTypeOf<FromJsonSchema<{ type: 'array' }>>().toEqualTypeOf<Json[]>();
    expectTypeOf<FromJsonSchema<{ type: 'object' }>>().toEqualTypeOf<Record<string, Json>>();
  });

  test('are read off zod, as the value is before defaults', () => {
    const schema = z.object({ name: z.string(), tone: z.string().default('plain') });
    expectTypeOf<Infer<typeof schema>>().toEqualTypeOf<{ name: string; tone?: string | undefined }>();
    expectTypeOf<Infer<undefined>>().toEqualTypeOf<Json>();
  });

  test('reach every call of a checkpoint', () => {
    const texts = cs.checkpoint('texts', { input: z.object({ name: z.string() }), output: description });
    expectTypeOf(texts.submit).parameter(0).toHaveProperty('input').toEqualTypeOf<{ name: string }>();
    expectTypeOf(texts.submit).parameter(0).toHaveProperty('output').toEqualTypeOf<Description>();
    expectTypeOf(texts.review).returns.resolves.toEqualTypeOf<Reviewed<{ name: string }, Description>>();
    const exported = texts.export();
    expectTypeOf<typeof exported>().toExtend<AsyncGenerator<{ output: Description; proposed: Description }>>();
  });

  test('need no `as const` for a schema written in place', () => {
    const texts = cs.checkpoint('texts', { output: { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] } });
    expectTypeOf(texts.submit).parameter(0).toHaveProperty('output').toEqualTypeOf<{ a: string }>();
    expectTypeOf(texts.submit).parameter(0).toHaveProperty('input').toEqualTypeOf<unknown>();
  });

  test('let nobody read the output before a look at `approved`', () => {
    const reviewed = {} as Reviewed<Json, string>;
    expectTypeOf(reviewed.output).toEqualTypeOf<string | null>();
    if (reviewed.approved) expectTypeOf(reviewed.output).toEqualTypeOf<string>();
    else expectTypeOf(reviewed.output).toEqualTypeOf<null>();
  });

  test('refuse what does not fit', () => {
    const texts = cs.checkpoint('texts', { output: z.string() });
    // @ts-expect-error the output is a string
    const refused: Parameters<typeof texts.submit>[0] = { key: 'k', input: null, output: 1 };
    expect(refused.key).toBe('k');
  });
});

describe('put', () => {
  const putOf = async (schemas: Parameters<Countersign['checkpoint']>[1]) => {
    const server = await startServer((_, response) => sendJson(response, 200, {}));
    await new Countersign({ url: server.url }).checkpoint('texts', schemas).put({ title: 'Texts', undoSeconds: 30 });
    expect(server.requests[0]).toMatchObject({ method: 'PUT', path: '/v1/checkpoints/texts' });
    return JSON.parse(server.requests[0]?.body ?? '');
  };

  test('sends JSON Schemas as they are', async () => {
    expect(await putOf({ output: description })).toEqual({ title: 'Texts', undoSeconds: 30, outputSchema: description });
  });

  test('turns zod schemas into JSON Schemas, with defaults left optional', async () => {
    const body = await putOf({ input: z.object({ name: z.string(), tone: z.string().default('plain') }) });
    expect(body.inputSchema).toMatchObject({ type: 'object', properties: { name: { type: 'string' } }, required: ['name'] });
    expect(body).not.toHaveProperty('outputSchema');
  });

  test('turns schemas of an older zod through its own function', async () => {
    const schema = z.object({ name: z.string() });
    const older = Object.create(schema, {
      '~standard': { value: { version: 1, vendor: 'zod', validate: () => ({ value: 1 }) } },
    }) as typeof schema;
    expect((await putOf({ input: older })).inputSchema).toMatchObject({ required: ['name'] });
  });

  test('refuses what JSON cannot express', async () => {
    await expect(putOf({ input: z.object({ at: z.date() }) })).rejects.toMatchObject({ code: 'invalid_schema' });
    const foreign = { '~standard': { version: 1, vendor: 'other', validate: () => ({ value: 1 }) } } as const;
    await expect(putOf({ input: foreign })).rejects.toMatchObject({ code: 'invalid_schema' });
  });
});

describe('the type checker', () => {
  test('passes the sources without the types of Node: they run in browsers and workers', { timeout: 300_000 }, () => {
    expect(typeCheck('tsconfig.json')).toBe('');
  });

  test('passes the tests, and with them the types above', { timeout: 300_000 }, () => {
    expect(typeCheck('test/tsconfig.json')).toBe('');
  });
});
