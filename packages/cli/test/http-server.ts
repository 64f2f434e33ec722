import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Request {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** A real HTTP server on a free port, closed at the end of the test. */
export const startServer = async (
  handler: (request: Request, response: ServerResponse) => void,
): Promise<{ url: string; requests: Request[] }> => {
  const requests: Request[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await text(incoming).catch(() => '');
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body };
    requests.push(request);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
};

/** Knows one checkpoint, `texts`, and takes imports; an output "bad" is refused. */
export const startImportServer = (schemas: Record<string, unknown> = {}) => {
  const items: { key: string; output: unknown }[] = [];
  const served = startServer(({ method, body }, response) => {
    if (method === 'GET') return sendJson(response, 200, { name: 'texts', inputSchema: null, outputSchema: null, ...schemas });
    const rejected: object[] = [];
    for (const [index, line] of body.trimEnd().split('\n').entries()) {
      try {
        const item = JSON.parse(line);
        if (item.output === 'bad')
          rejected.push({ line: index + 1, key: item.key, code: 'schema_violation', pointer: '/output', detail: 'is bad' });
        else items.push(item);
      } catch {
        rejected.push({ line: index + 1, code: 'invalid_json', pointer: '', detail: 'is not JSON' });
      }
    }
    const accepted = body.trimEnd().split('\n').length - rejected.length;
    sendJson(response, 200, { accepted, replayed: 0, rejectedCount: rejected.length, rejected });
  });
  return served.then((server) => ({ ...server, items }));
};
