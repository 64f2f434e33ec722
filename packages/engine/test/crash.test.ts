import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { closeDatabase, openDatabase } from '../src/database/open.ts';
import { saveDraft } from '../src/drafts/save.ts';
import { importItems } from '../src/items/import.ts';
import { releaseDue } from '../src/items/release.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, edited, itemInput, review, submit } from './acts.ts';
import { brokenRules } from './invariants.ts';

const { db, connection } = await useTestDatabase();

test('[I10] killing connections in mid-statement, again and again, leaves nothing half written', { timeout: 300_000 }, async () => {
  const { id, owner, service, checkpoint, person } = await makeWorkspace(db);
  await checkpoint('texts', { undoSeconds: 1 });
  const people = await Promise.all(Array.from({ length: 6 }, (_, n) => person(`Person ${n}`)));
  const shaky = openDatabase({ ...connection, application_name: 'shaky' }, { max: 12 });
  const accepted: string[] = [];
  const decided: string[] = [];
  let running = true;
  let killed = 0;
  let failed = 0;
  const keepOn = async (act: (n: number) => Promise<unknown>) => {
    for (let n = 0; running; n += 1)
      await act(n).catch(() => {
        failed += 1;
      });
  };
  const actors = [
    ...[0, 1, 2].map((writer) =>
      keepOn(async (n) => {
        const { id: itemId } = await submit({ ...service, db: shaky }, 'texts', `${writer}-${n}`);
        accepted.push(itemId);
        if (n % 3 === 0) await submit({ ...service, db: shaky }, 'texts', `${writer}-${n}`, { output: 'better', supersede: true });
      }),
    ),
    keepOn(async (n) => {
      const lines = async function* () {
        yield Array.from({ length: 40 }, (_, line) => JSON.stringify(itemInput(`import-${n}-${line}`)));
      };
      await importItems({ ctx: { ...service, db: shaky }, checkpoint: 'texts', lines: lines() });
    }),
    ...people.map((who) => {
      const ctx = { ...who, db: shaky };
      return keepOn(async (n) => {
        const [held] = await claim({ ctx, input: {} });
        if (!held) return;
        await saveDraft({ ctx, itemId: held.item.id, input: { output: `draft ${n}` } });
        await review(ctx, held.item.id, n % 2 ? 'approve' : 'edit', { ...(n % 2 === 0 && edited(`${n}`)), claimNext: { limit: 2 } });
        decided.push(held.item.id);
        if (n % 4 === 0) await undo({ ctx, itemId: held.item.id });
      });
    }),
    keepOn(() => releaseDue(shaky)),
  ];
  for (const end = Date.now() + 3000; Date.now() < end; ) {
    const { rowCount } = await db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'shaky' and state = 'active' order by random() limit 2`,
    );
    killed += rowCount ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  running = false;
  await Promise.all(actors);
  await closeDatabase(shaky);
  expect(killed).toBeGreaterThan(5);
  expect(failed).toBeGreaterThan(0);
  expect(accepted.length).toBeGreaterThan(5);
  expect(decided.length).toBeGreaterThan(5);
  expect(await brokenRules(db, id)).toEqual([]);
  const { rows } = await db.pool.query('select id from items where workspace_id = $1', [id]);
  const found = new Set(rows.map((row) => row.id));
  expect(
    accepted.filter((itemId) => !found.has(itemId)),
    'what was accepted is found',
  ).toEqual([]);
  const reviewed = new Set(
    (await db.pool.query('select item_id from reviews where workspace_id = $1', [id])).rows.map((row) => row.item_id),
  );
  expect(
    decided.filter((itemId) => !reviewed.has(itemId)),
    'what was decided is found',
  ).toEqual([]);
  expect(await codeOf(submit(owner, 'texts', 'after all')), 'and work goes on').toBe('done');
});
