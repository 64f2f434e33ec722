import { expect, test } from 'vitest';
import { decideBulk } from '../src/bulk/decide.ts';
import { getFlags } from '../src/flags/get.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { tidy } from '../src/tidy.ts';
import { review, submit } from './acts.ts';
import { asShown, brandRules, checker, newBulkId, text } from './desk-acts.ts';

const { db } = await useTestDatabase();

const age = (table: string, column: string, id: string, days: number) =>
  db.pool.query(`update ${table} set ${column} = now() - make_interval(days => $2) where workspace_id = $1`, [id, days]);

test('flags of items that were settled a month ago are removed, and come back when somebody asks', async () => {
  const { id, owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { brandRules, undoSeconds: 0 });
  const settled = await submit(owner, name, 'settled', text('wrong'));
  const waiting = await submit(owner, name, 'waiting', text('wrong'));
  for (const item of [settled, waiting]) await getFlags({ ctx: owner, itemId: item.id, checker });
  await review(owner, settled.id, 'approve');
  await age('item_flags', 'checked_at', id, 31);
  await tidy(db);
  const left = async () =>
    (await db.pool.query('select item_id from item_flags where workspace_id = $1 order by 1', [id])).rows.map(({ item_id }) => item_id);
  expect((await left()).toSorted(), 'settled just now').toEqual([settled.id, waiting.id].toSorted());
  await age('items', 'updated_at', id, 31);
  await tidy(db);
  expect(await left()).toEqual([waiting.id]);
  expect((await getFlags({ ctx: owner, itemId: settled.id, checker })).flags).toHaveLength(1);
});

test('[C6] requests of bulk reviews are kept for a month, their reviews for ever', async () => {
  const { id, owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { undoSeconds: 0 });
  const item = await submit(owner, name, 'a', text('fine'));
  const input = { id: newBulkId(), items: [asShown(item)] };
  await decideBulk({ ctx: owner, input, checker });
  const kept = async () => (await db.pool.query('select id from bulk_reviews where workspace_id = $1', [id])).rowCount;
  await age('bulk_reviews', 'created_at', id, 29);
  await tidy(db);
  expect(await kept()).toBe(1);
  await age('bulk_reviews', 'created_at', id, 31);
  await tidy(db);
  expect(await kept()).toBe(0);
  const { rows } = await db.pool.query('select bulk_id from reviews where workspace_id = $1', [id]);
  expect(rows).toEqual([{ bulk_id: input.id }]);
});
