import pg from 'pg';
import type { Database } from '../database/open.ts';
import { type Hint, hintChannel } from './notify.ts';

/** Calls `onHint` for every hint of any process, and `onGap` whenever some may have been missed. Reconnects by itself. */
export function listenForHints(
  { connection }: Database,
  { onHint, onGap }: { onHint: (hint: Hint) => void; onGap: () => void },
): { stop(): Promise<void> } {
  let client: pg.Client | null = null;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;

  const connect = async () => {
    const next = new pg.Client({ ...connection, keepAlive: true });
    next.on('error', () => reconnect(next));
    next.on('end', () => reconnect(next));
    next.on('notification', ({ payload }) => {
      try {
        onHint(JSON.parse(payload ?? '{}'));
      } catch {
        onGap();
      }
    });
    client = next;
    try {
      await next.connect();
      await next.query(`listen ${hintChannel}`);
      onGap();
    } catch {
      reconnect(next);
    }
  };

  const reconnect = (broken: pg.Client) => {
    if (stopped || client !== broken) return;
    client = null;
    broken.end().catch(() => {});
    retry = setTimeout(connect, 500);
  };

  void connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}
