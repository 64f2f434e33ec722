import { Countersign, type Event } from '@countersign/sdk';
import { describe, expect, test } from 'vitest';
import { sendProblem, startServer } from './http-server.ts';

const eventOf = (id: number): Event => ({
  id: String(id),
  kind: 'item.decided',
  at: '2026-11-22T09:30:00.000Z',
  actor: { kind: 'system', id: 'test' },
  checkpoint: 'texts',
  itemId: `itm_${id}`,
  data: {},
});

const message = (id: number): string => `event: item.decided\nid: ${id}\ndata: ${JSON.stringify(eventOf(id))}\n\n`;

const take = async (events: AsyncIterable<Event>, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for await (const event of events) {
    ids.push(event.id);
    if (ids.length === count) break;
  }
  return ids;
};

describe('events', () => {
  test('reconnect after a drop and go on after the last one seen', async () => {
    const server = await startServer(({ headers }, response) => {
      const after = Number(headers['last-event-id'] ?? 0);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
      response.write(message(after + 1) + message(after + 2) + message(after + 3).slice(0, 20), () =>
        setTimeout(() => response.destroy(), 20),
      );
    });
    expect(await take(new Countersign({ url: server.url }).events({ checkpoint: 'texts' }), 6)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(server.requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '2', '4']);
    expect(server.requests[0]?.query.get('checkpoint')).toBe('texts');
  });

  test('go through a restart, and begin where asked', async () => {
    const server = await startServer((_, response, count) => {
      if (count === 1) sendProblem(response, 503, 'shutting_down');
      else if (count === 2) response.destroy();
      else response.writeHead(200, { 'content-type': 'text/event-stream' }).write(message(8));
    });
    expect(await take(new Countersign({ url: server.url, maxRetries: 0 }).events({ lastEventId: '7' }), 1)).toEqual(['8']);
    expect(server.requests.every(({ headers }) => headers['last-event-id'] === '7')).toBe(true);
  });

  test('a refusal is an error', async () => {
    const server = await startServer((_, response) => sendProblem(response, 401, 'not_signed_in'));
    await expect(take(new Countersign({ url: server.url }).events(), 1)).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  test('end with aborted, and close the connection', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await startServer((_, response) => {
      response.on('close', closed.resolve).writeHead(200).write(message(1));
    });
    const events = new Countersign({ url: server.url }).events({ signal: AbortSignal.timeout(80) });
    await expect(take(events, 5)).rejects.toMatchObject({ code: 'aborted' });
    await closed.promise;
  });
});
