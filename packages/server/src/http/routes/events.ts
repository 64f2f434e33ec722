import { CheckpointName, Event } from '@countersign/contract';
import { type Context as ActorContext, isDatabaseAway, lastPosition, parsePosition, readLog, requireRight } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { route } from '../route.ts';

const EventsQuery = z.object({ checkpoint: CheckpointName.optional() });

/** A lone id tells the client where it stands: it resumes there even when no event has come yet, or none that it asked for. */
const place = (position: string) => `id: ${position}\n\n`;

/** Entries become readable once older transactions are over, so a woken reader looks again a few times. */
const looksAfterWake = 5;
const betweenLooksMs = 60;
const idleLookMs = 2_000;
const pingMs = 15_000;

/** A database that is away for a while is no reason to end a stream: browsers do not come back after a refusal. */
const readOn = (ctx: ActorContext, after: string): Promise<Event[]> =>
  readLog(ctx, { after }).catch((error) => {
    if (isDatabaseAway(error)) return [];
    throw error;
  });

export function eventRoutes(app: OpenAPIHono<App>, { waiters, stopping }: Parts): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/events',
      tag: 'Events',
      summary: 'What happens, as server-sent events',
      description:
        'Begins now, or right after `Last-Event-ID`. Each event has the kind as its name, its position as its id and an Event as data.',
      query: EventsQuery,
      headers: z.object({ 'last-event-id': z.string().optional() }),
      answers: { 200: { description: 'A stream without end', schema: Event, type: 'text/event-stream' } },
    },
    async (c) => {
      const ctx = c.get('actor');
      requireRight(ctx, 'event.read');
      const { checkpoint } = EventsQuery.parse(c.req.query());
      let position = c.req.header('last-event-id') ?? (await lastPosition(ctx));
      parsePosition(position);
      c.header('x-accel-buffering', 'no');
      return streamSSE(c, async (stream) => {
        const over = new AbortController();
        stream.onAbort(() => over.abort());
        const signal = AbortSignal.any([over.signal, stopping]);
        await stream.write(place(position));
        let lastWrite = performance.now();
        let looks = 0;
        while (!signal.aborted) {
          const events = await readOn(ctx, position);
          for (const event of events) {
            position = event.id;
            if (checkpoint !== undefined && event.checkpoint !== checkpoint) continue;
            await stream.writeSSE({ id: event.id, event: event.kind, data: JSON.stringify(event) });
            lastWrite = performance.now();
          }
          if (events.length > 0) continue;
          if (performance.now() - lastWrite > pingMs) {
            await stream.write(place(position));
            lastWrite = performance.now();
          }
          const startedAt = performance.now();
          const ms = looks > 0 ? betweenLooksMs : idleLookMs;
          await waiters.log(ctx.workspaceId, ms, signal);
          looks = performance.now() - startedAt < ms - 5 ? looksAfterWake : Math.max(0, looks - 1);
        }
      });
    },
  );
}
