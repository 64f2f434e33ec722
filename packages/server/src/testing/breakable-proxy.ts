import { connect, createServer, type Socket } from 'node:net';
import type { Connection } from '@countersign/engine';

export interface BreakableProxy {
  /** Leads to the same database, through the proxy. */
  connection: Connection;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  /** On the same port as before. */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** A wire to the database that can be cut and mended, on a port of its own. */
export async function openBreakableProxy(connection: Connection): Promise<BreakableProxy> {
  const sockets = new Set<Socket>();
  const target = connection.host?.startsWith('/')
    ? { path: `${connection.host}/.s.PGSQL.${connection.port ?? 5432}` }
    : { host: connection.host ?? '127.0.0.1', port: connection.port ?? 5432 };
  const newServer = () =>
    createServer((client) => {
      const upstream = connect(target);
      for (const one of [client, upstream]) {
        sockets.add(one);
        one.on('error', () => {});
        one.on('close', () => {
          sockets.delete(one);
          client.destroy();
          upstream.destroy();
        });
      }
      client.pipe(upstream).pipe(client);
    });
  let server = newServer();
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as { port: number };
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    connection: { ...connection, host: '127.0.0.1', port },
    cut,
    async mend() {
      server = newServer();
      await listen(port);
    },
    stop: cut,
  };
}
