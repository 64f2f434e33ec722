import { CountersignError, type Item, type ItemPage, type ItemSummary, isSettled, type ListItemsQuery } from '@countersign/contract';
import { type AbortOptions, openScope, sleep } from './abort.ts';
import { retrying, retryPause, throughOutages } from './retry.ts';
import type { Answer, Transport } from './transport.ts';

export interface WaitOptions extends AbortOptions {
  /** Longest wait in milliseconds. Without one, until there is a decision. */
  timeoutMs?: number | undefined;
}

export type ListOptions = Partial<Omit<ListItemsQuery, 'cursor' | 'include'>> & AbortOptions;

/** The server holds a poll for at most 60 s; proxies often cut a silent connection after 60 s too. */
const longestSliceSeconds = 55;
const soonestNextPollMs = 1000;

export const itemPath = (id: string, rest = ''): string => `/v1/items/${encodeURIComponent(id)}${rest}`;

const pollOnce = (transport: Transport, id: string, signal: AbortSignal): Promise<Answer<Item>> =>
  transport.json<Item>({
    path: itemPath(id),
    query: { wait: longestSliceSeconds },
    timeoutMs: longestSliceSeconds * 1000 + transport.settings.timeoutMs,
    retries: 0,
    signal,
  });

/** Polls until the item is settled, through restarts and outages of the server. Ends early only by its signal. */
export const waitUntilSettled = async (transport: Transport, id: string, signal: AbortSignal): Promise<Item> => {
  for (;;) {
    const startedAt = performance.now();
    const { body } = await retrying(() => pollOnce(transport, id, signal), {
      isWorthRetrying: throughOutages(transport.settings.maxRetries),
      signal,
    });
    if (isSettled(body.state)) return body;
    // A server that is being stopped, or a proxy that does not hold polls, answers early: do not hammer it.
    if (performance.now() - startedAt < soonestNextPollMs) await sleep(soonestNextPollMs + retryPause(2), signal);
  }
};

/** Answers a return; `replayed` when the same answer had come before. */
export const reviseItem = async <T>(transport: Transport, id: string, body: unknown, signal: AbortSignal | undefined): Promise<T> => {
  const answer = await transport.json<Item>({ method: 'POST', path: itemPath(id, '/revisions'), body, isRepeatable: true, signal });
  return { ...answer.body, replayed: answer.replayed } as T;
};

/** Runs `wait` under a signal that ends with the time given. */
export const withinTime = async <T>(
  { signal, timeoutMs }: WaitOptions,
  what: string,
  wait: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const scope = openScope(
    signal,
    timeoutMs,
    () =>
      new CountersignError(
        'timeout',
        `${what} is not decided after ${(timeoutMs ?? 0) / 1000} s. Nothing is lost: ask again to go on waiting.`,
      ),
  );
  try {
    return await wait(scope.signal);
  } finally {
    scope.close();
  }
};

/** All items that match, page after page, fetched as they are taken. */
export async function* listItems<T extends ItemSummary>(
  transport: Transport,
  { signal, ...query }: ListOptions & { include?: 'payload' },
): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const { body } = await transport.json<ItemPage>({
      path: '/v1/items',
      query: { limit: 200, ...query, cursor },
      signal,
    });
    yield* body.items as T[];
    cursor = body.nextCursor ?? undefined;
  } while (cursor);
}
