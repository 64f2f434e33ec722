import { Countersign, type Item, type Returned } from '@countersign/sdk';
import { expect, test } from 'vitest';
import { type Handler, sendJson, sendProblem, startServer } from './http-server.ts';
import { madeDecision, madeItem, releasedItem } from './made-items.ts';

const work = { key: 'k1', input: { name: 'Chair' }, output: 'A chair.' };

const returned = (id: string, more: Partial<Item> = {}): Item =>
  madeItem({
    state: 'returned',
    returns: 1,
    output: 'A chair.',
    decision: { ...madeDecision('returned'), id, reasons: ['tone'], comment: 'Too plain.' },
    ...more,
  });

/** Answers a submit with the first of `told`, and each poll or revision with the next. */
const telling =
  (...told: (Item | { refused: string; status: number } | 'drop')[]): Handler =>
  (_, response) => {
    const answer = told.shift() ?? madeItem();
    if (answer === 'drop') response.destroy();
    else if ('refused' in answer) sendProblem(response, answer.status, answer.refused);
    else sendJson(response, 200, answer);
  };

async function reviewing(handler: Handler, onReturn?: (back: Returned<unknown, unknown>) => unknown) {
  const server = await startServer(handler);
  const result = await new Countersign({ url: server.url, maxRetries: 0 })
    .checkpoint('texts')
    .review({ ...work, ...(onReturn && { onReturn }) });
  const revisions = server.requests.filter(({ path }) => path.endsWith('/revisions')).map(({ body }) => JSON.parse(body));
  return { result, revisions };
}

test('[C5] a return is answered with a new version, which is waited for in turn', async () => {
  const seen: unknown[] = [];
  const { result, revisions } = await reviewing(
    telling(
      returned('r1'),
      madeItem(),
      returned('r2', { returns: 2, output: 'better 1' }),
      madeItem(),
      releasedItem({ output: 'better 2' }),
    ),
    ({ item, reasons, comment, returns }) => {
      seen.push([item.output, reasons, comment, returns]);
      return `better ${returns}`;
    },
  );
  expect(seen).toEqual([
    ['A chair.', ['tone'], 'Too plain.', 1],
    ['better 1', ['tone'], 'Too plain.', 2],
  ]);
  expect(revisions).toEqual([
    { output: 'better 1', returnId: 'r1' },
    { output: 'better 2', returnId: 'r2' },
  ]);
  expect(result).toMatchObject({ approved: true, output: 'better 2' });
});

test('[C5] without onReturn, and when the maker gives up, it comes out as returned', async () => {
  for (const onReturn of [undefined, () => undefined]) {
    const { result, revisions } = await reviewing(telling(returned('r1')), onReturn);
    expect(result).toMatchObject({ approved: false, outcome: 'returned', output: null, decision: { comment: 'Too plain.' } });
    expect(revisions).toEqual([]);
  }
});

test('[C5] [I10] a dropped answer is sent again with the same return', async () => {
  const { result, revisions } = await reviewing(telling(returned('r1'), 'drop', madeItem(), releasedItem()), () => 'better');
  expect(revisions).toEqual([
    { output: 'better', returnId: 'r1' },
    { output: 'better', returnId: 'r1' },
  ]);
  expect(result.approved).toBe(true);
});

test.each(['already_revised', 'not_returned'])('[C5] %s: another maker was first, and their version is waited for', async (refused) => {
  const { result } = await reviewing(
    telling(returned('r1'), { refused, status: 409 }, madeItem(), releasedItem({ output: 'theirs' })),
    () => 'mine',
  );
  expect(result).toMatchObject({ approved: true, output: 'theirs' });
});

test('[C5] what the maker throws ends the review, and other refusals do too', async () => {
  await expect(
    reviewing(telling(returned('r1')), () => {
      throw new Error('no model');
    }),
  ).rejects.toThrow('no model');
  await expect(reviewing(telling(returned('r1'), { refused: 'schema_violation', status: 422 }), () => 'bad')).rejects.toMatchObject({
    code: 'schema_violation',
  });
});

test('[C5] revise answers by hand', async () => {
  const server = await startServer(telling(madeItem({ revision: 2 })));
  const countersign = new Countersign({ url: server.url });
  expect(await countersign.revise('itm_1', { output: 'better', returnId: 'r1' })).toMatchObject({ revision: 2, replayed: false });
  expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/v1/items/itm_1/revisions' });
});
