import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { CountersignError } from '@countersign/contract';
import { type Database, explainDatabaseError, type Secret } from '@countersign/engine';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import type { CheckPool } from './checking/check-pool.ts';
import type { ModelHosts } from './drafting/model-address.ts';
import { openApp } from './http/open-app.ts';
import { clientAddressHeader } from './people/auth.ts';

export interface ServerOptions {
  database: Database;
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Where people reach it, when that is not http://host:port (behind a proxy). */
  publicUrl?: string;
  /** Take the client's address from X-Forwarded-For: only behind a proxy that sets it. */
  trustProxy?: boolean;
  consoleDir: string | null;
  logger: Logger;
  /** Shared with others, who stop it; else the server has its own. */
  checks?: CheckPool;
  /** Encrypts keys of providers; COUNTERSIGN_SECRET when left out. */
  keySecret?: Secret | null;
  /** Where models may be called inside; COUNTERSIGN_MODEL_HOSTS when left out. */
  modelHosts?: ModelHosts;
}

export interface RunningServer {
  url: string;
  port: number;
  stop(): Promise<void>;
}

const listen = (server: ReturnType<typeof createServer>, { port, host }: ServerOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new CountersignError('invalid_input', `Port ${port} is taken. Choose another with --port, or stop what uses it.`, {
            cause: error,
          }),
        );
      else if (error.code === 'EACCES')
        reject(
          new CountersignError('invalid_input', `Port ${port} needs more rights. Choose one above 1024 with --port.`, { cause: error }),
        );
      else reject(error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

const hostForUrl = (host: string) => (host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host);

/** Puts the client's address where sign-in looks for it, in the place of whatever the client wrote there itself. */
function nameClient(request: IncomingMessage, trustProxy: boolean): void {
  // A proxy adds the address that it saw at the end; what stands before it, anybody can write.
  const forwarded = trustProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  const address = forwarded || request.socket.remoteAddress || '';
  for (let at = request.rawHeaders.length - 2; at >= 0; at -= 2)
    if (request.rawHeaders[at]?.toLowerCase() === clientAddressHeader) request.rawHeaders.splice(at, 2);
  request.rawHeaders.push(clientAddressHeader, address);
  request.headers[clientAddressHeader] = address;
}

/** Serves API and console until `stop`. Errors: `invalid_input` for a port that cannot be had, `database_unavailable`. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, logger, consoleDir, trustProxy = false } = options;
  let handle: ((request: IncomingMessage, response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    nameClient(request, trustProxy);
    if (handle) handle(request, response);
    else response.writeHead(503, { 'retry-after': '1' }).end();
  });
  // An import of any length takes as long as it takes; headers still have to come within a minute.
  server.requestTimeout = 0;
  server.headersTimeout = 60_000;
  server.keepAliveTimeout = 65_000;
  const port = await listen(server, options);
  const url = `http://${hostForUrl(host)}:${port}`;
  const publicUrl = (options.publicUrl ?? url).replace(/\/+$/, '');

  const { checks, keySecret, modelHosts } = options;
  const shared = { ...(checks && { checks }), ...(keySecret !== undefined && { keySecret }), ...(modelHosts && { modelHosts }) };
  const { app, endWaits, close } = await openApp({ database: options.database, publicUrl, consoleDir, logger, ...shared }).catch(
    (error) => {
      server.close();
      throw explainDatabaseError(error);
    },
  );
  handle = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  logger.info({ url, publicUrl }, 'Countersign listens');

  return {
    url: publicUrl,
    port,
    async stop() {
      endWaits();
      const closed = new Promise((resolve) => server.close(resolve));
      // A kept-alive connection becomes idle once its last answer is out.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const force = setTimeout(() => server.closeAllConnections(), 5_000);
      await closed;
      clearInterval(sweep);
      clearTimeout(force);
      await close();
    },
  };
}
