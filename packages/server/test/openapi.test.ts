import { readFileSync } from 'node:fs';
import { useTestDatabase } from '@countersign/engine/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, expect, test } from 'vitest';
import { apiDocument, type JsonNode, operations, startTestApp } from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());

/** What faces machines and browsers, not users of the API. */
const undocumented = new Set([
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/start.js',
  'GET /docs/{file}',
  'GET /',
]);

const everyNode = function* (node: JsonNode): Generator<Record<string, JsonNode>> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield node;
  for (const part of Object.values(node)) yield* everyNode(part);
};

test('/openapi.json is the document', async () => {
  const response = await app.send('/openapi.json');
  expect([response.status, await response.json()]).toEqual([200, apiDocument]);
});

test('docs/openapi.json is the document of this build (else run `npm run openapi`)', () => {
  const kept = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
  expect(kept).toEqual(apiDocument);
});

test('it is OpenAPI 3.1 in its form', () => {
  expect(apiDocument.openapi).toMatch(/^3\.1\.\d+$/);
  expect(apiDocument.info).toMatchObject({ title: expect.any(String), version: expect.any(String), license: { name: expect.any(String) } });
  const known = new Set([
    'openapi',
    'info',
    'jsonSchemaDialect',
    'servers',
    'paths',
    'webhooks',
    'components',
    'security',
    'tags',
    'externalDocs',
  ]);
  expect(Object.keys(apiDocument).filter((name) => !known.has(name))).toEqual([]);
  for (const scheme of apiDocument.security.flatMap(Object.keys))
    expect(Object.keys(apiDocument.components.securitySchemes)).toContain(scheme);
  expect(Object.keys(apiDocument.components.schemas).filter((name) => !/^[\w.-]+$/.test(name))).toEqual([]);
});

test.each(operations)('$name is described in full', ({ path, method, parameters, body, responses }) => {
  const { summary, tags, operationId } = apiDocument.paths[path][method.toLowerCase()];
  expect([typeof summary, tags.length]).toEqual(['string', 1]);
  expect(operationId === undefined || typeof operationId === 'string').toBe(true);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  expect(parameters.filter((one) => one.in === 'path').map(({ name, required }) => [name, required])).toEqual(
    inPath.map((name) => [name, true]),
  );
  expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length);
  expect(parameters.every(({ schema }) => typeof schema === 'object')).toBe(true);
  expect(body === null || ['POST', 'PUT', 'PATCH'].includes(method)).toBe(true);
  const statuses = Object.keys(responses);
  expect(statuses.filter((status) => !/^([1-5]\d\d|default)$/.test(status))).toEqual([]);
  expect(statuses.filter((status) => status.startsWith('2')).length).toBeGreaterThan(0);
  expect(Object.keys(responses.default?.content ?? {})).toEqual(['application/problem+json']);
});

test('every reference resolves, and every schema is JSON Schema 2020-12', () => {
  const references = [...everyNode(apiDocument)].map(({ $ref }) => $ref).filter((ref) => typeof ref === 'string');
  expect(references.length).toBeGreaterThan(20);
  for (const ref of references) {
    const target = ref
      .split('/')
      .slice(1)
      .reduce((node: JsonNode, name: string) => node?.[name], apiDocument);
    expect([ref, typeof target]).toEqual([ref, 'object']);
  }
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const schemas = [...everyNode(apiDocument.paths)].filter((node) => 'schema' in node).map(({ schema }) => schema);
  expect(schemas.length).toBeGreaterThan(operations.length);
  for (const schema of [...schemas, ...Object.values<JsonNode>(apiDocument.components.schemas)])
    expect(() => ajv.compile({ ...schema, components: apiDocument.components })).not.toThrow();
});

test('what may be null can be null', () => {
  const mayBeNull = ({ type, anyOf }: JsonNode) => [type].flat().includes('null') || anyOf?.some(mayBeNull);
  const contradictions = [...everyNode(apiDocument)].filter(
    ({ allOf }) => Array.isArray(allOf) && allOf.some(mayBeNull) && !allOf.every(mayBeNull),
  );
  expect(contradictions).toEqual([]);
});

test('every route of the app is in the document, and the reverse', () => {
  const served = app.app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^/]*\})?/g, '{$1}')}`)
    .filter((name) => !undocumented.has(name));
  const bySignIn = operations.filter(({ path }) => path.startsWith('/v1/auth/')).map(({ name }) => name);
  expect([...new Set(served), ...bySignIn].sort()).toEqual(operations.map(({ name }) => name).sort());
});

test('what the document shows of sign-in is served', async () => {
  for (const { path, method } of operations.filter((one) => one.path.startsWith('/v1/auth/')))
    expect((await app.send(path, { method, headers: { 'content-type': 'application/json' }, body: '{}' })).status).not.toBe(404);
});
