import { CountersignError, type Event } from '@countersign/contract';
import { type AbortOptions, abortError, sleep } from './abort.ts';
import { retryPause, throughOutages } from './retry.ts';
import { readSse } from './sse.ts';
import type { Transport } from './transport.ts';

export interface EventsOptions extends AbortOptions {
  /** Go on after this event. Without it, begin with what happens from now on. */
  lastEventId?: string | undefined;
  /** Only the events of this checkpoint. */
  checkpoint?: string | undefined;
}

/** A connection that has been silent for this long is taken for dead. The server sends a sign of life more often. */
const deadAfterMs = 60_000;

/** What happens, as it happens: reconnects through outages and goes on after the last event seen. */
export async function* followEvents(transport: Transport, options: EventsOptions): AsyncGenerator<Event> {
  const { checkpoint, signal } = options;
  const isWorthRetrying = throughOutages(transport.settings.maxRetries);
  let lastEventId = options.lastEventId ?? '';
  let failures = 0;
  let pauseMs = 0;
  for (;;) {
    let retryAfterMs = 0;
    try {
      const stream = await transport.stream(
        {
          path: '/v1/events',
          query: { checkpoint },
          headers: lastEventId ? { 'last-event-id': lastEventId } : {},
          retries: 0,
          signal,
        },
        { accept: 'text/event-stream', idleMs: deadAfterMs },
      );
      for await (const message of readSse(stream, lastEventId)) {
        failures = 0;
        lastEventId = message.id;
        pauseMs = message.retryMs ?? pauseMs;
        if (message.data) yield parseEvent(message.data);
      }
    } catch (error) {
      if (signal?.aborted || !(error instanceof CountersignError) || !isWorthRetrying(error, failures)) throw error;
      retryAfterMs = (error.details.retryAfter ?? 0) * 1000;
    }
    if (signal?.aborted) throw abortError(signal);
    await sleep(Math.max(pauseMs, retryAfterMs) + retryPause(failures++), signal);
  }
}

const parseEvent = (data: string): Event => {
  try {
    return JSON.parse(data) as Event;
  } catch (cause) {
    throw new CountersignError('invalid_json', 'An event was not JSON. Check that the address is that of Countersign itself.', { cause });
  }
};
