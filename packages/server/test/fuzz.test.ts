import { request } from 'node:http';
import { Problem } from '@countersign/contract';
import { useTestDatabase } from '@countersign/engine/testing';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { apiDocument, type Operation, operations, startListening, startTestApp } from '../src/testing/index.ts';
import { fuzzRequests, type Known } from './fuzz-inputs.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
const server = await startListening(db);
afterAll(async () => {
  await server.stop();
  await app.stop();
});
const team = await app.team();
const member = await team.signIn('Mona', 'owner');
const checkpoint = await team.checkpoint('fuzzed', { undoSeconds: 3600, reasons: [{ code: 'tone', label: 'Tone' }] });

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const numRuns = Number(process.env.FUZZ_RUNS ?? 120);
console.log(`fuzz seed ${seed} (repeat with FUZZ_SEED=${seed})`);

const items: string[] = [];
for (let n = 0; n < 5; n += 1)
  items.push(
    (await (await team.service.call('POST', `/v1/checkpoints/${checkpoint}/items`, { key: `k${n}`, input: n, output: 'x' })).json()).id,
  );
const keys = [(await (await team.owner.call('POST', '/v1/keys', { kind: 'service', name: 'target' })).json()).id];
const draft = { provider: 'recorded', model: 'shop-writer-1', prompt: 'Describe {{ input.name }}' };
await team.owner.call('PUT', `/v1/workflows/${checkpoint}`, { steps: [{ draft: 'write', ...draft }, { checkpoint }] });
const runs = [(await (await team.owner.call('POST', `/v1/workflows/${checkpoint}/runs`, { key: 'run', input: 1 })).json()).id];
const batches: string[] = [];
for (let n = 0; n < 2; n += 1)
  batches.push((await (await team.owner.call('POST', '/v1/batches?name=rows.csv', 'sku,name\na,Kettle')).json()).id);
await team.owner.call('PUT', `/v1/batches/${batches[0]}`, { checkpoint, draft });
const known: Known = { checkpoint, items, keys, batches, runs };

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const checks = new Map<unknown, ValidateFunction>();
const fits = (schema: object, value: unknown): string | null => {
  const check = checks.get(schema) ?? ajv.compile({ ...schema, components: apiDocument.components });
  checks.set(schema, check);
  return check(value) ? null : ajv.errorsText(check.errors);
};

interface Seen {
  status: number;
  type: string;
  /** null for a stream without end. */
  text: string | null;
}

async function see(response: Response): Promise<Seen> {
  const type = response.headers.get('content-type') ?? '';
  if (type !== 'text/event-stream') return { status: response.status, type, text: await response.text() };
  await response.body?.cancel();
  return { status: response.status, type, text: null };
}

const within = <T>(promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 5 s')), 5_000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** What is wrong with an answer, or null. */
function complaint({ status, type, text }: Seen, operation?: Operation): string | null {
  if (status >= 500) return `status ${status}: ${text}`;
  if (status >= 400) {
    if (type !== 'application/problem+json') return `a ${status} of type ${type}: ${text?.slice(0, 200)}`;
    const problem = Problem.strict().safeParse(JSON.parse(text ?? ''));
    if (!problem.success) return `no problem: ${problem.error.message}`;
    return problem.data.status === status ? null : `a problem of status ${problem.data.status} in a ${status}`;
  }
  if (!operation) return null;
  const described = operation.responses[status];
  if (!described) return `status ${status} is not described`;
  const [describedType, content] = Object.entries(described.content ?? {})[0] ?? [];
  if (!content) return text === '' ? null : `a body where none is described: ${text}`;
  if (describedType !== 'application/json') return null;
  if (type !== 'application/json') return `type ${type} where ${describedType} is described`;
  return fits(content.schema, JSON.parse(text ?? ''));
}

const people = [team.owner, team.owner, team.reviewer, team.service, member, team.stranger];

test.each(operations)('$name answers anything with what is described', { timeout: 300_000 }, async (operation) => {
  let client = 0;
  await fc.assert(
    fc.asyncProperty(fuzzRequests(operation, known), fc.constantFrom(...people), async ({ path, headers, body }, { headers: identity }) => {
      client += 1;
      const own = { ...headers, ...identity, 'x-countersign-client': `10.3.${client % 250}.${operations.indexOf(operation)}` };
      const init = { method: operation.method, headers: own, ...(body !== undefined && { body: body as BodyInit }) };
      expect(complaint(await see(await within(app.send(path, init))), operation)).toBeNull();
    }),
    {
      seed,
      numRuns: operation.path.startsWith('/v1/auth/sign-in') || operation.path.endsWith('/accept') ? Math.min(numRuns, 40) : numRuns,
      interruptAfterTimeLimit: 4_000,
    },
  );
});

const raw = (method: string, path: string, headers: Record<string, string>, body: string): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const sent = request(
      { port: server.port, host: '127.0.0.1', method, path, headers, agent: false, insecureHTTPParser: true },
      async (response) => {
        const type = response.headers['content-type'] ?? '';
        if (type === 'text/event-stream') {
          response.destroy();
          return resolve({ status: response.statusCode ?? 0, type, text: null });
        }
        resolve({ status: response.statusCode ?? 0, type, text: Buffer.concat(await response.toArray()).toString() });
      },
    );
    sent.on('error', reject).end(body);
  });

const rawPaths = [
  '//',
  '/v1//items',
  '/v1/items/',
  '/v1/items/../keys',
  '/V1/items',
  '/v1/items/%2e%2e/keys',
  '/v1/%69tems',
  '/%',
  '/%00',
  '/v1/items/%',
  '/v1/items?%',
  '/v1/checkpoints/%ff/items',
  '/v1/items/a%2fb',
  '/v1/./me',
  '/v1/me#x',
  '/v1/me;x',
  '/docs/%2e%2e',
  '/openapi.json/',
  '/healthz/',
  '/*',
  `/v1/items/${'a'.repeat(7000)}`,
  '/v1/auth/',
  '/v1/auth/x',
  '/v1/auth/%',
  '/v1/auth/get-session',
  '/v1/auth/list-sessions',
  '/v1/auth/update-user',
  '/v1/auth/callback/x',
  '/v1/auth/verify-email?token=%00',
  '/v1/auth/reset-password/x',
  'http://evil.example/v1/me',
  '*',
];
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND', 'SEARCH', 'M-SEARCH', 'TRACE'];
const rawHeaders: Record<string, string>[] = [
  {},
  team.owner.headers,
  member.headers,
  { authorization: 'Bearer \xff\xfe' },
  { cookie: '\x01\x7f=;;;=' },
  { cookie: `countersign.session_token=${'%'.repeat(300)}` },
  { host: '' },
  { host: 'evil.example:99999' },
  { host: 'a b<>' },
  { origin: 'http://', ...member.headers },
  { 'content-length': '0' },
  { expect: '100-continue' },
  { 'content-type': '\xe9' },
  { 'last-event-id': '\xff', ...team.owner.headers },
  { 'x-forwarded-for': '\xff', 'x-countersign-client': '\xff' },
  { upgrade: 'websocket', connection: 'Upgrade' },
];

test('methods, paths and headers that no client makes are answered too', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...methods),
      fc.constantFrom(...rawPaths, ...operations.map(({ path }) => path.replace(/\{\w+\}/, items[0] as string))),
      fc.constantFrom(...rawHeaders),
      fc.constantFrom('', '{}', '{'),
      async (method, path, headers, body) => {
        const seen = await within(raw(method, path, headers, method === 'GET' || method === 'HEAD' ? '' : body));
        if (method === 'HEAD') expect(seen.status).toBeLessThan(500);
        // Node itself answers what is not HTTP, before there is a request.
        else if (!(seen.status === 400 && seen.type === '')) expect(complaint(seen)).toBeNull();
      },
    ),
    { seed, numRuns: numRuns * 6, interruptAfterTimeLimit: 12_000 },
  );
});

test('it still works after all that', async () => {
  expect((await app.send('/readyz')).status).toBe(200);
  expect((await team.owner.call('GET', `/v1/checkpoints/${checkpoint}`)).status).toBe(200);
});
