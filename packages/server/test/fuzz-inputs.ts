import fc from 'fast-check';
import { apiDocument, type JsonNode, type Operation } from '../src/testing/index.ts';

/** A request that nobody would send on purpose, or somebody would. */
export interface FuzzRequest {
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** Names of things that exist, so that requests get beyond the door. */
export interface Known {
  checkpoint: string;
  items: string[];
  keys: string[];
  batches: string[];
  runs: string[];
}

const hostileTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\uFEFF',
  '../../etc/passwd',
  '..%2f..%2f',
  "'; drop table items; --",
  '$1',
  '%',
  '%s%n',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e999',
  '99999999999999999999',
  '٣',
  '🎉'.repeat(50),
  'x'.repeat(70_000),
  '\r\nX-Injected: 1',
  '<script>alert(1)</script>',
  'item_zzzzzzzzzzzzzzzzzzzzzzzzzz',
  'sha256:',
];
const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts, null, true, -1, 0.1, 1e308, 2 ** 53, -(2 ** 63), 1e21, [], {}, [[]], { a: { b: {} } }),
  fc.constant(JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":1},"toString":1}')),
  fc.constant(Array(2000).fill({})),
  fc.jsonValue(),
);

const resolve = (schema: JsonNode): JsonNode =>
  schema.$ref ? resolve(apiDocument.components.schemas[schema.$ref.split('/').at(-1)]) : schema;

/** Values that fit a schema, as far as the schemas of this API go. */
export function fitting(schema: JsonNode): fc.Arbitrary<unknown> {
  const { type, enum: options, const: constant, anyOf, oneOf, properties, required = [], items, ...limits } = resolve(schema);
  if (constant !== undefined) return fc.constant(constant);
  if (options) return fc.constantFrom(...options);
  if (anyOf ?? oneOf) return fc.oneof(...(anyOf ?? oneOf).map(fitting));
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => fitting({ ...resolve(schema), type: one })));
  if (type === 'string') return fittingText(limits);
  if (type === 'integer') return fc.integer({ min: Math.max(limits.minimum ?? 0, -1e9), max: Math.min(limits.maximum ?? 100, 1e9) });
  if (type === 'number') return fc.double({ min: limits.minimum ?? 0, max: limits.maximum ?? 100, noNaN: true });
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array')
    return fc.array(fitting(items ?? {}), { minLength: limits.minItems ?? 0, maxLength: Math.min(limits.maxItems ?? 3, 3) });
  if (type === 'object' && properties)
    return fc.record(Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, fitting(one)])), { requiredKeys: required });
  if (type === 'object') return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
  return fc.jsonValue({ maxDepth: 3 });
}

function fittingText({ pattern, format, minLength = 0, maxLength = 300 }: JsonNode): fc.Arbitrary<string> {
  if (format === 'date-time')
    return fc.constantFrom('2026-11-22T09:30:00.000Z', '2026-11-22T09:30:00+02:00', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z');
  if (format === 'email') return fc.constantFrom('a@example.test', 'B.c+d@example.test');
  if (pattern) return fc.stringMatching(new RegExp(pattern), { size: '-1' }).filter((text) => text.length <= maxLength);
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 20), unit: 'grapheme' });
}

/** The same value with one place in it spoilt. */
const spoilt = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null) return hostileValues;
  const names = Object.keys(value);
  return fc.oneof(
    hostileValues,
    fc.tuple(fc.constantFrom('unknownName', '__proto__', ...names), hostileValues, fc.boolean()).map(([name, bad, isGone]) => {
      const copy: Record<string, unknown> = { ...value };
      if (isGone) delete copy[name];
      else Object.defineProperty(copy, name, { value: bad, enumerable: true });
      return copy;
    }),
  );
};

const nested = (levels: number, open: string, close: string) => `${open.repeat(levels)}1${close.repeat(levels)}`;
const rawTexts = [
  '',
  ' ',
  '{',
  'nul',
  '"',
  '[1,]',
  '{"a":1}{"a":1}',
  '\uFEFF{}',
  'NaN',
  '{"a":1e999}',
  '{"__proto__":null}',
  nested(10_000, '[', ']'),
  nested(10_000, '{"a":', '}'),
  nested(10_000, '{"input":[', ']}'),
  'a=1&b=2',
];

const bodies = (operation: Operation): fc.Arbitrary<string | Uint8Array> => {
  const valid = fitting(operation.body?.schema ?? {});
  const deepInside = fc.tuple(valid, fc.nat(10)).map(([value, n]) => {
    const names = Object.keys((value as object) ?? {});
    const name = names[n % Math.max(1, names.length)] ?? 'a';
    return JSON.stringify(value ?? {}).replace(JSON.stringify(name), () => `${JSON.stringify(name)}:${nested(10_000, '[', ']')},"x"`);
  });
  return fc.oneof(
    { weight: 6, arbitrary: valid.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))) },
    { weight: 8, arbitrary: valid.chain(spoilt).map((value) => JSON.stringify(value) ?? '') },
    { weight: 2, arbitrary: fc.constantFrom(...rawTexts) },
    { weight: 1, arbitrary: deepInside },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  );
};

const realNames = (path: string, { checkpoint, items, keys, batches, runs }: Known): string[] => {
  if (path.includes('{name}')) return [checkpoint];
  if (path.includes('/keys/')) return keys;
  if (path.includes('/batches/')) return batches;
  return path.includes('/runs/') ? runs : items;
};

const names = (operation: Operation, known: Known): fc.Arbitrary<string> => {
  const real = realNames(operation.path, known);
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...real) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...hostileTexts.filter((text) => text.isWellFormed() && text.length < 5000)).map(encodeURIComponent),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('%', '%zz', '%00', '%c0%af', '%ff', '%2e%2e', '.', '..', '%2F', 'a%2Fb', ';', '?', '%E0%A4%A'),
    },
    { weight: 1, arbitrary: fc.webPath().map((path) => encodeURIComponent(path)) },
  );
};

const waits = fc.constantFrom('0', '0.05', '', '-1', '61', 'x', 'NaN', '1e-3', '0x0');

const queries = (operation: Operation): fc.Arbitrary<string> => {
  const known = operation.parameters.filter((one) => one.in === 'query');
  const pairs = known.map(({ name, schema }) =>
    fc
      .array(fc.oneof(name === 'wait' ? waits : fitting(schema).map(String), name === 'wait' ? waits : fc.constantFrom(...hostileTexts)), {
        maxLength: 2,
      })
      .map((values) => values.map((value) => `${name}=${encodeURIComponent(value.toWellFormed())}`)),
  );
  const junk = fc.constantFrom([], [], [], ['__proto__=1'], ['%'], ['a[]=1&a[]=2'], ['&&&=='], ['%00=%00'], [`x=${'y'.repeat(3000)}`]);
  return fc.tuple(junk, ...pairs).map((all) => all.flat().join('&'));
};

const headersOf = (operation: Operation): fc.Arbitrary<Record<string, string>> =>
  fc.record(
    {
      'content-type': fc.constantFrom(
        operation.body?.type ?? 'application/json',
        'application/json',
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/xml',
        'x',
        ';',
      ),
      accept: fc.constantFrom('*/*', 'text/html', 'application/xml'),
      'last-event-id': fc.constantFrom('0-0', '1-1', 'x', '', '18446744073709551616-0', '-1--1'),
      range: fc.constantFrom('bytes=0-1', 'bytes=-1', 'x'),
      'if-none-match': fc.constant('*'),
      'x-forwarded-for': fc.constantFrom('1.2.3.4', "'", ','.repeat(100)),
      'accept-encoding': fc.constantFrom('gzip', 'x'),
      'sec-fetch-site': fc.constantFrom('cross-site', 'x'),
    },
    { requiredKeys: ['content-type'] },
  );

export const fuzzRequests = (operation: Operation, known: Known): fc.Arbitrary<FuzzRequest> =>
  fc
    .tuple(
      names(operation, known),
      queries(operation),
      headersOf(operation),
      operation.body || operation.method !== 'GET' ? bodies(operation) : fc.constant(undefined),
    )
    .map(([name, query, headers, body]) => ({
      path: `${operation.path.replace(/\{\w+\}/, () => name)}${query && `?${query}`}`,
      headers,
      ...(body !== undefined && { body }),
    }));
