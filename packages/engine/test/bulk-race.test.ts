import type { Item } from '@countersign/contract';
import { expect, test } from 'vitest';
import { decideBulk } from '../src/bulk/decide.ts';
import { undoBulk } from '../src/bulk/undo.ts';
import { claim } from '../src/claims/claim.ts';
import { heartbeat } from '../src/claims/heartbeat.ts';
import { importItems } from '../src/items/import.ts';
import { listItems } from '../src/items/list.ts';
import { releaseDue } from '../src/items/release.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, itemInput, review } from './acts.ts';
import { asShown, checker, newBulkId } from './desk-acts.ts';
import { logOf } from './observe.ts';

const { db } = await useTestDatabase({ max: 40 });

async function makeGrid(count: number, settings: object = {}) {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', { undoSeconds: 3600, ...settings });
  const lines = Array.from({ length: count }, (_, n) => JSON.stringify(itemInput(`k${n}`)));
  await importItems({
    ctx: workspace.service,
    checkpoint: 'texts',
    lines: (async function* () {
      yield lines;
    })(),
  });
  const { items } = await listItems({ ctx: workspace.owner, query: { limit: 500, include: 'payload', order: 'oldest' } });
  return { ...workspace, items: items as Item[] };
}

const decideOnce = async (id: string) => {
  const { rows } = await db.pool.query(
    `select count(*)::integer as reviews, count(distinct item_id)::integer as items from reviews where workspace_id = $1 and undone_at is null`,
    [id],
  );
  return rows[0];
};

test('[C6] [I3] twenty single deciders race a set of 200: every item is decided once, and the answers add up', async () => {
  const { id, items, person } = await makeGrid(200);
  const ann = await person('Ann');
  const others = await Promise.all(Array.from({ length: 20 }, (_, n) => person(`Person ${n}`)));
  // A hundred and fifty are contested, each by two people; the first is gone before the set is sent, the last fifty are left to it.
  const contested = items.slice(1, 150);
  expect(await codeOf(review(others[0]!, items[0]!.id, 'reject'))).toBe('done');
  const singles = others.map(async (ctx, n) => {
    const won: string[] = [];
    for (const item of contested.filter((_, place) => place % 20 === n || place % 20 === (n + 7) % 20))
      if ((await codeOf(review(ctx, item.id, 'reject'))) === 'done') won.push(item.id);
    return won;
  });
  const { result } = await decideBulk({ ctx: ann, input: { id: newBulkId(), items: items.map(asShown) }, checker });
  const won = [items[0]!.id, ...(await Promise.all(singles)).flat()];
  expect(new Set([...won, ...result.decided.map(({ itemId }) => itemId)]).size).toBe(200);
  expect(won.length + result.decided.length).toBe(200);
  expect(result.leftOut.map(({ itemId }) => itemId).toSorted()).toEqual(won.toSorted());
  for (const { code } of result.leftOut) expect(code).toBe('already_decided');
  expect(result.decided.length).toBeGreaterThanOrEqual(50);
  expect(await decideOnce(id)).toEqual({ reviews: 200, items: 200 });
  expect((await logOf(db, id)).filter(({ kind }) => kind === 'item.decided')).toHaveLength(200);
});

test('[C6] [I3] five people send overlapping sets in different orders: no deadlock, nothing twice', async () => {
  const { id, items, person } = await makeGrid(100);
  const people = await Promise.all(Array.from({ length: 5 }, (_, n) => person(`Person ${n}`)));
  const answers = await Promise.all(
    people.map((ctx, n) =>
      decideBulk({
        ctx,
        input: { id: newBulkId(), items: (n % 2 ? items.toReversed() : items).slice(n * 5).map(asShown) },
        checker,
      }),
    ),
  );
  expect(answers.flatMap(({ result }) => result.decided)).toHaveLength(100);
  expect(await decideOnce(id)).toEqual({ reviews: 100, items: 100 });
});

test('[C6] the same bulk review sent five times at once is done once and answered five times alike', async () => {
  const { id, items, person } = await makeGrid(50);
  const ann = await person('Ann');
  const input = { id: newBulkId(), items: items.map(asShown) };
  const answers = await Promise.all(Array.from({ length: 5 }, () => decideBulk({ ctx: ann, input, checker })));
  for (const { result } of answers) expect(result).toEqual(answers[0]!.result);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(answers[0]!.result.decided).toHaveLength(50);
  expect(await decideOnce(id)).toEqual({ reviews: 50, items: 50 });
});

test('[C2] [C6] heartbeats of the same person beside a bulk review do not block each other', async () => {
  const { items, person } = await makeGrid(100);
  const ann = await person('Ann');
  await claim({ ctx: ann, input: { checkpoint: 'texts', limit: 100 } });
  const itemIds = items.map((item) => item.id);
  const beats = Array.from({ length: 20 }, (_, n) => heartbeat({ ctx: ann, input: { itemIds: n % 2 ? itemIds.toReversed() : itemIds } }));
  const { result } = await decideBulk({ ctx: ann, input: { id: newBulkId(), items: items.map(asShown) }, checker });
  expect(result.decided).toHaveLength(100);
  for (const { held, lost } of await Promise.all(beats)) expect(held.length + lost.length).toBe(100);
});

test('[I5] [C6] undo and release at once: every item is either open again or released, and the answer says which', async () => {
  const { id, items, person } = await makeGrid(60, { undoSeconds: 10 });
  const ann = await person('Ann');
  const bulkId = newBulkId();
  await decideBulk({ ctx: at(ann, 0), input: { id: bulkId, items: items.map(asShown) }, checker });
  const release = async () => {
    for (let count = 0; count < 6; count += 1) await releaseDue(db, { at: at(ann, 11).at!, limit: 10 });
  };
  const [{ undone, closed }] = await Promise.all([undoBulk({ ctx: at(ann, 9), id: bulkId }), release()]);
  const { rows } = await db.pool.query('select id, state from items where workspace_id = $1', [id]);
  const inState = (state: string) =>
    rows
      .filter((row) => row.state === state)
      .map((row) => row.id)
      .toSorted();
  expect(undone.toSorted()).toEqual(inState('waiting'));
  expect(closed.toSorted()).toEqual(inState('released'));
  expect(undone.length + closed.length).toBe(60);
});
