import { Countersign, type Item } from '@countersign/sdk';
import { describe, expect, test } from 'vitest';
import { type Handler, sendJson, sendProblem, startServer } from './http-server.ts';
import { madeDecision, madeItem, releasedItem } from './made-items.ts';

const work = { key: 'k1', input: { name: 'Chair' }, output: 'A chair.' };

/** Answers submit with `submitted`, and each poll with the next of `polls`. */
const serving = (submitted: Item, ...polls: (Item | 'drop' | 'down' | 'gone')[]): Handler => {
  let poll = 0;
  return ({ method }, response) => {
    if (method === 'POST') return sendJson(response, 201, submitted);
    const answer = polls[poll++] ?? madeItem();
    if (answer === 'drop') response.destroy();
    else if (answer === 'down') sendProblem(response, 503, 'shutting_down');
    else if (answer === 'gone') sendProblem(response, 404, 'not_found');
    else sendJson(response, 200, answer);
  };
};

const checkpointAt = (url: string, maxRetries = 0) => new Countersign({ url, maxRetries }).checkpoint('texts');

describe('review', () => {
  test('submits, waits in slices of at most 55 s and gives what may go live', async () => {
    const server = await startServer(serving(madeItem(), madeItem({ state: 'decided' }), releasedItem({ output: 'A fine chair.' })));
    const result = await checkpointAt(server.url).review(work);
    expect(result).toMatchObject({ approved: true, edited: false, outcome: 'approved', output: 'A fine chair.' });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/checkpoints/texts/items',
      'GET /v1/items/itm_1',
      'GET /v1/items/itm_1',
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(work);
    expect(Number(server.requests[1]?.query.get('wait'))).toBeLessThanOrEqual(55);
  });

  test('[I8] a decision that came before anyone waited is found at once', async () => {
    const server = await startServer(serving(releasedItem({ decision: madeDecision('edited') })));
    expect(await checkpointAt(server.url).review(work)).toMatchObject({ approved: true, edited: true, outcome: 'edited' });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['rejected', 'rejected', madeDecision('rejected')],
    ['returned', 'returned', madeDecision('returned')],
    ['expired', 'expired', madeDecision('expired')],
    ['superseded', 'superseded', null],
  ] as const)('%s is not approved and gives no output', async (state, outcome, decision) => {
    const server = await startServer(serving(madeItem({ state, decision })));
    const result = await checkpointAt(server.url).review(work);
    expect(result).toMatchObject({ approved: false, edited: false, outcome, output: null, decision });
    expect(result.item.output).toBe('text');
  });

  test('[I10] goes on through drops and restarts, beyond maxRetries', async () => {
    const server = await startServer(serving(madeItem(), 'drop', 'down', 'down', 'drop', releasedItem()));
    expect((await checkpointAt(server.url).review(work)).approved).toBe(true);
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('submits again when the answer to the first was lost', async () => {
    const server = await startServer(({ method }, response, count) => {
      if (count < 3) response.destroy();
      else sendJson(response, method === 'POST' ? 200 : 500, releasedItem(), { 'idempotent-replayed': 'true' });
    });
    expect((await checkpointAt(server.url).review(work)).approved).toBe(true);
    expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
  });

  test('waits for a server that comes back at the same address', async () => {
    const first = await startServer(serving(madeItem()));
    const review = checkpointAt(first.url).review(work);
    while (first.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.close();
    await startServer(serving(releasedItem(), releasedItem()), Number(new URL(first.url).port));
    expect((await review).approved).toBe(true);
  });

  test('submits again once when the item is gone, as after a restore', async () => {
    const server = await startServer(serving(madeItem(), 'gone', releasedItem()));
    expect((await checkpointAt(server.url).review(work)).approved).toBe(true);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET']);
  });

  test('a checkpoint that does not exist is not_found', async () => {
    const server = await startServer((_, response) => sendProblem(response, 404, 'not_found'));
    await expect(checkpointAt(server.url).review(work)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('an error inside the server is not waited out for ever', async () => {
    const server = await startServer((_, response) => sendProblem(response, 500, 'internal'));
    await expect(checkpointAt(server.url, 1).review(work)).rejects.toMatchObject({ code: 'internal' });
    expect(server.requests).toHaveLength(2);
  });

  test('ends with timeout after timeoutMs, also through an outage', async () => {
    const server = await startServer((_, response) => response.destroy() && undefined);
    await expect(checkpointAt(server.url).review({ ...work, timeoutMs: 100 })).rejects.toMatchObject({ code: 'timeout' });
  });

  test('ends with aborted when the signal says so', async () => {
    const server = await startServer(({ method }, response) => void (method === 'POST' && sendJson(response, 201, madeItem())));
    const call = checkpointAt(server.url).review({ ...work, signal: AbortSignal.timeout(60) });
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('when the key is taken by other content', () => {
  const conflicting =
    (context: Record<string, unknown>): Handler =>
    ({ method, path, body }, response) => {
      if (method === 'POST') {
        if (JSON.parse(body).supersede) sendJson(response, 201, releasedItem({ id: 'itm_new' }));
        else sendProblem(response, 409, 'key_conflict', { context });
      } else sendJson(response, 200, releasedItem({ id: path.split('/').at(-1) ?? '' }));
    };

  test('[I1] review fails by default', async () => {
    const server = await startServer(conflicting({}));
    await expect(checkpointAt(server.url).review(work)).rejects.toMatchObject({ code: 'key_conflict' });
  });

  test('keep takes the item that the conflict names', async () => {
    const server = await startServer(conflicting({ itemId: 'itm_9' }));
    expect((await checkpointAt(server.url).review({ ...work, onConflict: 'keep' })).item.id).toBe('itm_9');
  });

  test('[I1] supersede puts this in its place', async () => {
    const server = await startServer(conflicting({}));
    expect((await checkpointAt(server.url).review({ ...work, onConflict: 'supersede' })).item.id).toBe('itm_new');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ ...work, supersede: true });
  });
});

describe('submit and wait', () => {
  test('submit tells a replay', async () => {
    const server = await startServer((_, response, count) =>
      sendJson(response, count === 1 ? 201 : 200, madeItem(), count === 1 ? {} : { 'idempotent-replayed': 'true' }),
    );
    const texts = checkpointAt(server.url);
    expect((await texts.submit(work)).replayed).toBe(false);
    expect((await texts.submit(work)).replayed).toBe(true);
  });

  test('wait ends with the settled item, and with timeout when there is none in time', async () => {
    const server = await startServer(({ path }, response) => void (path.endsWith('itm_1') && sendJson(response, 200, releasedItem())));
    const cs = new Countersign({ url: server.url });
    expect((await cs.wait('itm_1')).state).toBe('released');
    await expect(cs.wait('itm_2', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'timeout' });
  });

  test('items walks all pages', async () => {
    const server = await startServer(({ query }, response) =>
      sendJson(
        response,
        200,
        query.get('cursor')
          ? { items: [madeItem({ id: 'c' })], nextCursor: null }
          : { items: [madeItem({ id: 'a' }), madeItem({ id: 'b' })], nextCursor: 'x' },
      ),
    );
    const items = await Array.fromAsync(new Countersign({ url: server.url }).items({ checkpoint: 'texts', state: 'waiting' }));
    expect(items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(server.requests[1]?.query.toString()).toBe('limit=200&checkpoint=texts&state=waiting&cursor=x');
  });
});
