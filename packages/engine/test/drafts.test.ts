import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { findDraft, saveDraft } from '../src/drafts/save.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { tidy } from '../src/tidy.ts';
import { at, codeOf, instant, review, submit } from './acts.ts';
import { kindsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function makeItem() {
  const workspace = await makeWorkspace(db);
  const item = await submit(workspace.service, await workspace.checkpoint('texts', { undoSeconds: 0 }), 'a');
  return { ...workspace, item, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

test('[I10] a draft is kept per person and item, and the last one counts', async () => {
  const { id, ann, ben, item } = await makeItem();
  const kinds = await kindsOf(db, id);
  await saveDraft({ ctx: at(ann, 0), itemId: item.id, input: { output: { z: 1, a: 'first' } } });
  await saveDraft({ ctx: at(ben, 0), itemId: item.id, input: { output: null } });
  expect(await saveDraft({ ctx: at(ann, 1), itemId: item.id, input: { output: { z: 2, a: 'second' } } })).toEqual({
    output: { z: 2, a: 'second' },
    updatedAt: instant(1).toISOString(),
  });
  const found = await findDraft({ ctx: ann, itemId: item.id });
  expect(JSON.stringify(found?.output)).toBe('{"z":2,"a":"second"}');
  expect(await findDraft({ ctx: ben, itemId: item.id })).toMatchObject({ output: null });
  expect(await kindsOf(db, id), 'what is typed is nobody else’s business').toEqual(kinds);
});

test('[C2] a draft waits for its writer at the next claim, and is shown to nobody else', async () => {
  const { ann, ben, item } = await makeItem();
  await saveDraft({ ctx: ann, itemId: item.id, input: { output: 'mine' } });
  expect(await claim({ ctx: at(ben, 0), input: {} })).toMatchObject([{ draft: null }]);
  expect(await claim({ ctx: at(ann, 301), input: {} })).toMatchObject([{ draft: 'mine' }]);
});

test('a draft for an unknown item is refused, one that nobody wrote is none', async () => {
  const { ann, item } = await makeItem();
  expect(await findDraft({ ctx: ann, itemId: item.id })).toBeNull();
  expect(await codeOf(saveDraft({ ctx: ann, itemId: 'item_none', input: { output: 1 } }))).toBe('not_found');
  expect(await codeOf(findDraft({ ctx: ann, itemId: 'item_none' }))).toBe('not_found');
});

test('tidying takes old drafts of settled items only', async () => {
  const { id, ann, ben, item, service } = await makeItem();
  const open = await submit(service, 'texts', 'b');
  await review(ann, item.id, 'approve');
  for (const itemId of [item.id, open.id]) {
    await saveDraft({ ctx: { ...ann, at: new Date(Date.now() - 31 * 86_400_000) }, itemId, input: { output: 'old' } });
    await saveDraft({ ctx: { ...ben, at: new Date(Date.now() - 29 * 86_400_000) }, itemId, input: { output: 'new' } });
  }
  expect(await tidy(db)).toMatchObject({ drafts: 1 });
  const { rows } = await db.pool.query(
    `select item_id = $2 as is_settled, output from drafts where workspace_id = $1 order by 1, output::text`,
    [id, item.id],
  );
  expect(rows).toEqual([
    { is_settled: false, output: 'new' },
    { is_settled: false, output: 'old' },
    { is_settled: true, output: 'new' },
  ]);
});
