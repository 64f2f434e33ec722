import { createServer } from 'node:net';
import { UsageError } from '../exit-codes.ts';

/** Whether a server could listen there now. Port 0 always can. */
export const isPortFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

/** A port from an option. Throws a UsageError for anything but 0 to 65535. */
export const parsePort = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`"${text}" is not a port. Give a number from 0 (any free one) to 65535.`);
};
