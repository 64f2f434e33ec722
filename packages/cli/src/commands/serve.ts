import { Command } from 'commander';
import { findConsoleDir } from '../console-dir.ts';
import { requireDatabaseUrl } from '../database-url.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Action, CommandMaker } from '../program.ts';
import { parsePort } from '../start/check-port.ts';
import { withShutdown } from '../start/shutdown.ts';
import { waitForStop } from '../start/wait-for-stop.ts';

interface ServeOptions {
  port: number;
  host: string;
  publicUrl?: string;
  trustProxy?: boolean;
}

const help = `
Stateless: run any number over one database, beside at least one \`countersign work\`. Bring the database to this version first
with \`countersign migrate\`. GET /readyz says whether an instance can take requests. The log goes to standard output as JSON.

Example:
  DATABASE_URL=postgres://... countersign serve --public-url https://review.example.com --trust-proxy
`;

const run: Action<ServeOptions> = async (_, { port, host, publicUrl, trustProxy = false }, { signal }) => {
  const address = requireDatabaseUrl();
  const { startServer } = await import('@countersign/server');
  const { openDatabaseUrl } = await import('../database.ts');
  const { openServiceLog } = await import('../logger.ts');
  const { database, close } = openDatabaseUrl(address);
  return withShutdown(async (shutdown) => {
    shutdown.add(close);
    const server = await startServer({
      database,
      host,
      port,
      trustProxy,
      consoleDir: findConsoleDir(),
      logger: openServiceLog(),
      ...(publicUrl === undefined ? {} : { publicUrl }),
    });
    shutdown.add(() => server.stop());
    await waitForStop({ signal });
    return exitCodes.ok;
  });
};

export const serveCommand: CommandMaker = (act) =>
  new Command('serve')
    .description('run API and console over DATABASE_URL')
    .option('--port <number>', 'port to listen on', parsePort, 4141)
    .option('--host <address>', 'address to listen on', '0.0.0.0')
    .option('--public-url <address>', 'address that people use')
    .option('--trust-proxy', 'take the address of a client from X-Forwarded-For, which the proxy must set')
    .addHelpText('after', help)
    .action(act(run));
