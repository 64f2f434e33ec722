import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject, ProviderKind } from '@countersign/contract';
import type { OpenProvider } from '@countersign/engine';
import { afterAll, expect, test } from 'vitest';
import { type Asking, askModel, type Drafted } from '../src/drafting/ask-model.ts';
import { openModelFetch, readModelHosts } from '../src/drafting/model-address.ts';
import { openModel } from '../src/drafting/open-model.ts';

// Each provider's own protocol, as its documentation describes it.

const secret = 'sk-test-0123456789abcdef';
const model = { openai: 'gpt-5', anthropic: 'claude-sonnet-4-5', google: 'gemini-2.5-flash', 'openai-compatible': 'llama3' } as const;

type Ending = 'whole' | 'cut' | 'withheld';
interface Seen {
  path: string;
  headers: IncomingHttpHeaders;
  body: JsonObject;
}
interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

const events = (pieces: [name: string | null, data: unknown][]) =>
  pieces
    .map(([name, data]) => `${name ? `event: ${name}\n` : ''}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
    .join('');

/** An answer of 11 tokens to a prompt of 7. */
type Speak = (text: string, ending: Ending, body: JsonObject) => unknown;

const openaiAnswer: Speak = (text, ending) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: model.openai,
  status: ending === 'whole' ? 'completed' : 'incomplete',
  error: null,
  incomplete_details: { whole: null, cut: { reason: 'max_output_tokens' }, withheld: { reason: 'content_filter' } }[ending],
  output: [
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text, annotations: [] }],
    },
  ],
  usage: { input_tokens: 7, output_tokens: 11, total_tokens: 18, input_tokens_details: {}, output_tokens_details: {} },
});

const openaiEvents: Speak = (text, ending, body) => {
  const response = openaiAnswer(text, ending, body);
  const item = { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] };
  return events([
    ['response.created', { type: 'response.created', response: { id: 'resp_1', created_at: 1, model: model.openai } }],
    ['response.output_item.added', { type: 'response.output_item.added', output_index: 0, item }],
    [
      'response.output_text.delta',
      { type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta: text },
    ],
    ['response.output_item.done', { type: 'response.output_item.done', output_index: 0, item: { ...item, status: 'completed' } }],
    ending === 'whole'
      ? ['response.completed', { type: 'response.completed', response }]
      : ['response.incomplete', { type: 'response.incomplete', response }],
  ]);
};

const stopReason = { whole: 'end_turn', cut: 'max_tokens', withheld: 'refusal' };
const anthropicAnswer: Speak = (text, ending) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: model.anthropic,
  content: [{ type: 'text', text }],
  stop_reason: stopReason[ending],
  stop_sequence: null,
  usage: { input_tokens: 7, output_tokens: 11 },
});
const anthropicEvents: Speak = (text, ending) =>
  events([
    [
      'message_start',
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: model.anthropic,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 7, output_tokens: 1 },
        },
      },
    ],
    ['content_block_start', { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }],
    ['content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }],
    ['content_block_stop', { type: 'content_block_stop', index: 0 }],
    [
      'message_delta',
      { type: 'message_delta', delta: { stop_reason: stopReason[ending], stop_sequence: null }, usage: { output_tokens: 11 } },
    ],
    ['message_stop', { type: 'message_stop' }],
  ]);

const googleAnswer: Speak = (text, ending) => ({
  candidates: [
    {
      content: { role: 'model', parts: [{ text }] },
      finishReason: { whole: 'STOP', cut: 'MAX_TOKENS', withheld: 'SAFETY' }[ending],
      index: 0,
    },
  ],
  usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 11, totalTokenCount: 18 },
});
const googleEvents: Speak = (...told) => events([[null, googleAnswer(...told)]]);

const chatReason = { whole: 'stop', cut: 'length', withheld: 'content_filter' };
const usage = { prompt_tokens: 7, completion_tokens: 11, total_tokens: 18 };
const chatAnswer: Speak = (text, ending) => ({
  id: 'chat_1',
  object: 'chat.completion',
  created: 1,
  model: 'llama3',
  choices: [{ index: 0, finish_reason: chatReason[ending], message: { role: 'assistant', content: text } }],
  usage,
});
const chatEvents: Speak = (text, ending) => {
  const chunk = (choices: unknown, more = {}) => ({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'llama3',
    choices,
    ...more,
  });
  return events([
    [null, chunk([{ index: 0, delta: { role: 'assistant', content: text }, finish_reason: null }])],
    [null, chunk([{ index: 0, delta: {}, finish_reason: chatReason[ending] }])],
    [null, chunk([], { usage })],
    [null, '[DONE]'],
  ]);
};

interface Protocol {
  path: string;
  streamedPath?: string;
  base: string;
  whole: Speak;
  streamed: Speak;
  /** Where the key stands. */
  keyIn(headers: IncomingHttpHeaders): unknown;
  /** Where the schema of the output stands. */
  schemaAt: string;
  /** Where the system's words and the user's stand. */
  saidAt: [system: string, user: string];
  limitAt: string;
  refusal(status: number, message: string): unknown;
}

/** The value at a JSON pointer without escapes, or undefined. */
const valueAt = (body: unknown, pointer: string): unknown =>
  pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], body);

const protocols: Record<ProviderKind, Protocol> = {
  openai: {
    path: '/v1/responses',
    base: '/v1',
    whole: openaiAnswer,
    streamed: openaiEvents,
    keyIn: ({ authorization }) => authorization?.replace('Bearer ', ''),
    schemaAt: '/text/format/schema',
    saidAt: ['/input/0/content', '/input/1/content/0/text'],
    limitAt: '/max_output_tokens',
    refusal: (status, message) => ({ error: { message, type: 'error', param: null, code: String(status) } }),
  },
  anthropic: {
    path: '/v1/messages',
    base: '/v1',
    whole: anthropicAnswer,
    streamed: anthropicEvents,
    keyIn: (headers) => headers['x-api-key'],
    schemaAt: '/output_config/format/schema',
    saidAt: ['/system/0/text', '/messages/0/content/0/text'],
    limitAt: '/max_tokens',
    refusal: (_, message) => ({ type: 'error', error: { type: 'overloaded_error', message } }),
  },
  google: {
    path: '/v1beta/models/gemini-2.5-flash:generateContent',
    streamedPath: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    base: '/v1beta',
    whole: googleAnswer,
    streamed: googleEvents,
    keyIn: (headers) => headers['x-goog-api-key'],
    schemaAt: '/generationConfig/responseJsonSchema',
    saidAt: ['/systemInstruction/parts/0/text', '/contents/0/parts/0/text'],
    limitAt: '/generationConfig/maxOutputTokens',
    refusal: (code, message) => ({ error: { code, message, status: 'UNAVAILABLE' } }),
  },
  'openai-compatible': {
    path: '/v1/chat/completions',
    base: '/v1',
    whole: chatAnswer,
    streamed: chatEvents,
    keyIn: ({ authorization }) => authorization?.replace('Bearer ', ''),
    schemaAt: '/response_format/json_schema/schema',
    saidAt: ['/messages/0/content', '/messages/1/content'],
    limitAt: '/max_tokens',
    refusal: (_, message) => ({ error: { message, type: 'error', param: null, code: null } }),
  },
};

let reply: (body: JsonObject) => Reply = () => ({ body: {} });
let seen: Seen[] = [];
const server = createServer(async (request, response) => {
  let text = '';
  for await (const part of request) text += part;
  const body = JSON.parse(text || '{}');
  seen.push({ path: request.url ?? '', headers: request.headers, body });
  const { status = 200, headers = {}, body: answer } = reply(body);
  const isStream = typeof answer === 'string';
  response.writeHead(status, { 'content-type': isStream ? 'text/event-stream' : 'application/json', ...headers });
  response.end(isStream ? answer : JSON.stringify(answer));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const models = openModelFetch(readModelHosts('127.0.0.1'));
afterAll(async () => {
  await models.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const schema = {
  type: 'object',
  properties: { text: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
  required: ['text'],
  additionalProperties: false,
} satisfies JsonObject;

interface Wish {
  schema?: JsonObject | null;
  isStreamed?: boolean;
}

/** Asks the provider for one draft, as the drafting loop does. */
async function ask(kind: ProviderKind, answers: (body: JsonObject) => Reply, { schema = null, isStreamed = false }: Wish = {}) {
  seen = [];
  reply = answers;
  const provider = {
    kind,
    name: kind,
    key: secret,
    address: `${origin}${protocols[kind].base}`,
    prices: { [model[kind]]: { inputMicros: 1_000_000, outputMicros: 2_000_000 } },
    timeoutSeconds: 20,
    isStreamed,
  } as unknown as OpenProvider;
  const asking: Asking = {
    provider,
    askModel,
    model: openModel(provider, model[kind], models.fetch),
    modelName: model[kind],
    schema,
    check: null,
    temperature: null,
    maxOutputTokens: 321,
  };
  const messages = [
    { role: 'system' as const, content: 'Write plainly.' },
    { role: 'user' as const, content: 'A lamp of brass.' },
  ];
  const drafted: Drafted = await askModel({
    asking,
    messages,
    callId: 'call_1',
    signal: new AbortController().signal,
    beginRepair: async () => null,
  });
  return { drafted, calls: seen };
}

const says =
  (kind: ProviderKind, text: string, { ending = 'whole' as Ending, isStreamed = false } = {}) =>
  (body: JsonObject): Reply => ({
    body: (isStreamed ? protocols[kind].streamed : protocols[kind].whole)(text, ending, body),
  });

const kinds = Object.keys(protocols) as ProviderKind[];
const ways = kinds.flatMap((kind) => [false, true].map((isStreamed) => ({ kind, isStreamed, way: isStreamed ? 'streamed' : 'whole' })));

test.each(ways)('$kind, $way: a plain text is asked for in its protocol, with the key where it belongs, and paid for', async (one) => {
  const { kind, isStreamed } = one;
  const { path, streamedPath = path, keyIn, saidAt, limitAt, schemaAt } = protocols[kind];
  const { drafted, calls } = await ask(kind, says(kind, 'A brass lamp.', { isStreamed }), { isStreamed });
  expect(drafted).toMatchObject({ output: 'A brass lamp.', spent: { tokensIn: 7, tokensOut: 11, costMicros: 29 } });
  expect(calls.map((call) => call.path)).toEqual([isStreamed ? streamedPath : path]);
  const [{ headers, body }] = calls as [Seen];
  expect(keyIn(headers)).toBe(secret);
  expect(headers['idempotency-key']).toBe('call_1');
  expect(saidAt.map((pointer) => valueAt(body, pointer))).toEqual(['Write plainly.', 'A lamp of brass.']);
  expect(valueAt(body, limitAt)).toBe(321);
  expect(valueAt(body, schemaAt)).toBeUndefined();
});

test.each(ways)('$kind, $way: an output is asked for with the schema of the checkpoint', async ({ kind, isStreamed }) => {
  const { drafted, calls } = await ask(kind, says(kind, '{"text":"A brass lamp."}', { isStreamed }), { schema, isStreamed });
  expect(drafted).toMatchObject({ output: { text: 'A brass lamp.' }, spent: { tokensIn: 7, tokensOut: 11 } });
  expect(valueAt(calls[0]?.body, protocols[kind].schemaAt)).toMatchObject({
    type: 'object',
    properties: { text: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['text'],
  });
});

test.each(ways)('$kind, $way: an answer that is cut off is no draft, is paid for and says what to do', async ({ kind, isStreamed }) => {
  for (const [wanted, text] of [[null, 'A brass lamp that'] as const, [schema, '{"text":"A brass la'] as const]) {
    const { drafted } = await ask(kind, says(kind, text, { ending: 'cut', isStreamed }), { schema: wanted, isStreamed });
    expect(drafted).toMatchObject({
      failure: { kind: 'never', code: 'cut_off', detail: expect.stringContaining('after 11 tokens') },
      answer: text,
      spent: { tokensOut: 11, costMicros: 29 },
    });
  }
});

test.each(ways)('$kind, $way: an answer that the provider withholds is no draft', async ({ kind, isStreamed }) => {
  const { drafted } = await ask(kind, says(kind, '', { ending: 'withheld', isStreamed }), { schema, isStreamed });
  expect(drafted).toMatchObject({ failure: { kind: 'never', code: 'withheld' } });
});

test.each(kinds)('%s: a model that refuses in words, and one that says nothing, are not drafts of an output', async (kind) => {
  for (const text of ['I cannot help with that.', ''])
    expect((await ask(kind, says(kind, text), { schema })).drafted).toMatchObject({ failure: { code: 'misfit' } });
});

test('openai: a refusal in its own form is no draft either', async () => {
  const refusal = (body: JsonObject) => {
    const answer = openaiAnswer('', 'whole', body) as { output: { content: unknown }[] };
    answer.output[0]!.content = [{ type: 'refusal', refusal: 'I cannot help with that.' }];
    return { body: answer };
  };
  const { drafted } = await ask('openai', refusal, { schema });
  expect(drafted).toMatchObject({ failure: { kind: 'never', code: 'withheld' } });
});

const troubles = kinds.flatMap((kind) => [
  { kind, status: 429, headers: { 'retry-after': '7' }, failure: { kind: 'wait', code: 'rate_limited', seconds: 7 } },
  { kind, status: 503, headers: { 'retry-after': '2' }, failure: { kind: 'wait', code: 'rate_limited', seconds: 2 } },
  { kind, status: 529, headers: { 'retry-after': '3' }, failure: { kind: 'wait', code: 'rate_limited', seconds: 3 } },
  { kind, status: 529, headers: {}, failure: { kind: 'again', code: 'provider_failed' } },
  { kind, status: 500, headers: {}, failure: { kind: 'again', code: 'provider_failed' } },
  { kind, status: 401, headers: {}, failure: { kind: 'refused', code: 'not_allowed' } },
  { kind, status: 404, headers: {}, failure: { kind: 'refused', code: 'not_found' } },
  { kind, status: 400, headers: {}, failure: { kind: 'never', code: 'provider_refused' } },
]);

test.each(troubles)('$kind answers $status: what it said is told, without the key, and the call is made once', async (trouble) => {
  const { kind, status, headers, failure } = trouble;
  for (const isStreamed of [false, true]) {
    const body = protocols[kind].refusal(status, `Not with ${secret} today`);
    const { drafted, calls } = await ask(kind, () => ({ status, headers, body }), { isStreamed });
    expect(drafted).toMatchObject({ failure, spent: { tokensIn: 0, costMicros: 0 } });
    expect('failure' in drafted && drafted.failure.detail).toContain('Not with (the key) today');
    expect(JSON.stringify(drafted)).not.toContain(secret);
    expect(calls).toHaveLength(1);
  }
});
