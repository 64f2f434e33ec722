import { CountersignError } from '@countersign/contract';
import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { migrate } from '../src/database/migrate.ts';
import type { Checker } from '../src/flags/checker.ts';
import { checkDue } from '../src/flags/due.ts';
import { importItems } from '../src/items/import.ts';
import { releaseDue } from '../src/items/release.ts';
import { reopen } from '../src/items/reopen.ts';
import { undo } from '../src/reviews/undo.ts';
import { cloneTemplate } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, edited, instant, itemInput, review, submit } from './acts.ts';
import { brandRules, checker, text } from './desk-acts.ts';

/** A database of its own, because the worker looks at all workspaces. */
async function makeQueue(count = 0) {
  const { db, drop } = await cloneTemplate();
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', { brandRules });
  if (count > 0)
    await importItems({
      ctx: workspace.service,
      checkpoint: 'texts',
      lines: (async function* () {
        yield Array.from({ length: count }, (_, n) => JSON.stringify(itemInput(`k${n}`)));
      })(),
    });
  return {
    ...workspace,
    db,
    ann: await workspace.person('Ann'),
    async [Symbol.asyncDispose]() {
      await drop();
    },
  };
}

/** Another transaction of the server, of a test beside this one, can hold back what the log shows: so it is asked again for a while. */
async function checkUntil(db: Awaited<ReturnType<typeof makeQueue>>['db'], expected: number, by: Checker = checker): Promise<void> {
  let count = 0;
  await expect.poll(async () => (count += await checkAll(db, by)), { timeout: 60_000 }).toBe(expected);
}

async function checkAll(db: Awaited<ReturnType<typeof makeQueue>>['db'], by: Checker = checker): Promise<number> {
  let count = 0;
  for (;;) {
    const { checked, isDone } = await checkDue(db, by);
    count += checked;
    if (isDone) return count;
  }
}

const countsOf = async ({ db, id }: Awaited<ReturnType<typeof makeQueue>>, itemId: string) =>
  (await db.pool.query('select errors, warnings, failure from item_flags where workspace_id = $1 and item_id = $2', [id, itemId])).rows[0];

test('everything that waits is checked once, by however many workers', async () => {
  await using queue = await makeQueue(450);
  const counts = await Promise.all(Array.from({ length: 4 }, () => checkAll(queue.db)));
  const { rows } = await queue.db.pool.query('select count(*)::integer as count from item_flags');
  expect(rows[0].count).toBe(450);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(450);
  expect(await checkAll(queue.db)).toBe(0);
});

test('what comes later is found, in every workspace', async () => {
  await using queue = await makeQueue(3);
  const other = await makeWorkspace(queue.db, 'Other');
  await other.checkpoint('texts');
  await checkUntil(queue.db, 3);
  const wrong = await submit(queue.service, 'texts', 'later', text('wrong and odd'));
  await submit(other.service, 'texts', 'later');
  await checkUntil(queue.db, 2);
  expect(await countsOf(queue, wrong.id)).toEqual({ errors: 1, warnings: 1, failure: null });
});

test('what waits again is checked again when its output is another', async () => {
  await using queue = await makeQueue();
  const { db, service, owner, ann } = queue;
  const item = await submit(service, 'texts', 'a', text('wrong'));
  await checkUntil(db, 1);
  await review(at(ann, 0), item.id, 'edit', edited('odd'));
  await undo({ ctx: at(ann, 1), itemId: item.id });
  expect(await checkAll(db)).toBe(0);
  await review(at(ann, 2), item.id, 'edit', edited('odd'));
  await releaseDue(db, { at: instant(60) });
  await reopen({ ctx: at(owner, 61), itemId: item.id, input: { comment: 'look again' } });
  await checkUntil(db, 1);
  expect(await countsOf(queue, item.id)).toMatchObject({ errors: 0, warnings: 1 });
});

test('other brand rules and a new build have everything checked again; a new title does not', async () => {
  await using queue = await makeQueue(250);
  const { db, checkpoint } = queue;
  await checkUntil(db, 250);
  await checkpoint('texts', { title: 'Other title' });
  expect(await checkAll(db)).toBe(0);
  await checkpoint('texts', { brandRules: { banned: [{ phrase: 'answer' }] } });
  await checkUntil(db, 250);
  await checkUntil(db, 250, { ...checker, version: 'newer' });
});

test('what people hold is checked first', async () => {
  await using queue = await makeQueue(400);
  const { db, ann } = queue;
  const held = await claim({ ctx: ann, input: { limit: 20 } });
  const order: string[] = [];
  const stop = new AbortController();
  const first = {
    ...checker,
    check: (request: Parameters<typeof checker.check>[0]) => {
      order.push((request.input as { question: string }).question);
      if (order.length === 20) stop.abort();
      return checker.check(request);
    },
  };
  await checkDue(db, first, { signal: stop.signal });
  expect(order.toSorted()).toEqual(held.map(({ item }) => item.key).toSorted());
});

test('a text on which the checks fail is passed, shows no counts and is not tried for ever', async () => {
  await using queue = await makeQueue(3);
  const { db, service } = queue;
  const bad = await submit(service, 'texts', 'bad', text('hang'));
  let tries = 0;
  const failing: Checker = {
    ...checker,
    check: async (request) => {
      if (JSON.stringify(request.output).includes('hang') && ++tries) throw new CountersignError('timeout', 'too slow');
      return checker.check(request);
    },
  };
  await checkUntil(db, 4, failing);
  expect(await checkAll(db, failing)).toBe(0);
  expect([tries, await countsOf(queue, bad.id)]).toEqual([1, { errors: 0, warnings: 0, failure: 'timeout' }]);
});

test('after a move to another server, whose transactions have lower numbers, the checks go on', async () => {
  await using queue = await makeQueue(3);
  const { db, service } = queue;
  await checkUntil(db, 3);
  await db.pool.query(`update check_progress set tx = '4000000000000'`);
  await submit(service, 'texts', 'before');
  expect(await checkAll(db)).toBe(0);
  await migrate(db);
  await submit(service, 'texts', 'after');
  await checkUntil(db, 2);
});

test('a worker that dies leaves its work to others', async () => {
  await using queue = await makeQueue(50);
  const { db } = queue;
  const dying = { ...checker, check: () => Promise.reject(new Error('killed')) };
  await expect(checkDue(db, dying)).rejects.toThrow('killed');
  await checkUntil(db, 50);
  await submit(queue.service, 'texts', 'late');
  await db.pool.query(`update check_progress set lease_until = now() + interval '1 minute'`);
  expect(await checkAll(db)).toBe(0);
  await db.pool.query(`update check_progress set lease_until = now() - interval '1 second'`);
  await checkUntil(db, 1);
});
