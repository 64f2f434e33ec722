import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a model does about one call. */
export type Behaviour =
  | { say: unknown; afterMs?: number }
  | { status: number; headers?: Record<string, string>; body?: unknown; afterMs?: number }
  /** Sends headers and perhaps the start of an answer, and then nothing more. */
  | { hang: true; sayFirst?: string }
  /** Ends the connection in the middle. */
  | { break: true };

export interface ModelCallSeen {
  /** From 1. */
  number: number;
  /** What the prompt calls the row: the first match of `name`. */
  name: string;
  messages: { role: string; content: string }[];
  model: string;
  isStreamed: boolean;
  schema: unknown;
  idempotencyKey: string | undefined;
  authorization: string | undefined;
}

export interface ModelServer {
  url: string;
  calls: ModelCallSeen[];
  /** How often each row was answered with a draft, and so paid for. */
  answered: Map<string, number>;
  /** The most calls that were under way at once. */
  mostAtOnce: number;
  stop(): Promise<void>;
}

export interface ModelServerOptions {
  /** Finds the row that a prompt is about; `sku` of JSON in it when left out. */
  name?: RegExp;
  behave?(call: ModelCallSeen): Behaviour;
  port?: number;
  /** Left out for a bench of many calls: they stay in memory. */
  keepsCalls?: boolean;
}

const usual: Behaviour = { say: { text: 'A plain text about it.' } };

interface ChatRequest {
  model: string;
  messages: ModelCallSeen['messages'];
  stream?: boolean;
  response_format?: { json_schema?: { schema?: unknown } };
}

async function readBody(request: IncomingMessage): Promise<ChatRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}');
}

const textOf = (say: unknown) => (typeof say === 'string' ? say : JSON.stringify(say));
const usageOf = (messages: { content: string }[], text: string) => {
  const prompt = Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
  const completion = Math.ceil(text.length / 4);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
};

function sendWhole(response: ServerResponse, { model, messages }: ModelCallSeen, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: text } }],
      usage: usageOf(messages, text),
    }),
  );
}

const piece = (model: string, delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

async function sendStream(response: ServerResponse, { model, messages }: ModelCallSeen, text: string, isWhole = true): Promise<void> {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let at = 0; at < text.length; at += 20) {
    response.write(piece(model, { role: 'assistant', content: text.slice(at, at + 20) }, null));
    await sleep(1);
  }
  if (!isWhole) return;
  response.write(piece(model, {}, 'stop'));
  response.write(
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model, choices: [], usage: usageOf(messages, text) })}\n\n`,
  );
  response.end('data: [DONE]\n\n');
}

/** A server of a model on this machine that speaks OpenAI's protocol, counts what it is asked, and misbehaves when told to. */
export async function startModelServer({
  name = /"sku":\s*"([^"]+)"/,
  behave = () => usual,
  port = 0,
  keepsCalls = true,
}: ModelServerOptions = {}): Promise<ModelServer> {
  const seen: ModelServer = { url: '', calls: [], answered: new Map(), mostAtOnce: 0, stop: async () => {} };
  let underWay = 0;
  let count = 0;

  async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { messages } = body;
    const call: ModelCallSeen = {
      number: ++count,
      name: name.exec(messages.map(({ content }) => content).join('\n'))?.[1] ?? '',
      messages,
      model: body.model,
      isStreamed: body.stream === true,
      schema: body.response_format?.json_schema?.schema ?? null,
      idempotencyKey: request.headers['idempotency-key'] as string | undefined,
      authorization: request.headers.authorization,
    };
    if (keepsCalls) seen.calls.push(call);
    const does = behave(call);
    if ('afterMs' in does && does.afterMs) await sleep(does.afterMs);
    if ('break' in does) return void request.socket.destroy();
    if ('hang' in does) {
      response.writeHead(200, { 'content-type': call.isStreamed ? 'text/event-stream' : 'application/json' });
      response.flushHeaders();
      if (does.sayFirst && call.isStreamed) await sendStream(response, call, does.sayFirst, false);
      return;
    }
    if ('status' in does) {
      response.writeHead(does.status, { 'content-type': 'application/json', ...does.headers });
      response.end(JSON.stringify(does.body ?? { error: { message: `status ${does.status}`, type: 'error' } }));
      return;
    }
    if (keepsCalls) seen.answered.set(call.name, (seen.answered.get(call.name) ?? 0) + 1);
    const text = textOf(does.say);
    if (call.isStreamed) await sendStream(response, call, text);
    else sendWhole(response, call, text);
  }

  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/models'))
      return void response.end(JSON.stringify({ object: 'list', data: [{ id: 'test-model', object: 'model' }] }));
    underWay += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, underWay);
    response.once('close', () => {
      underWay -= 1;
    });
    await complete(request, response).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  seen.url = `http://127.0.0.1:${(server.address() as { port: number }).port}/v1`;
  seen.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return seen;
}
