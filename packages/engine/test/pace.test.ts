import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import { assign } from '../src/holds/assign.ts';
import { hold } from '../src/holds/hold.ts';
import { getPace } from '../src/pace/pace.ts';
import { undo } from '../src/reviews/undo.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, codeOf, instant, review, submit } from './acts.ts';

const { db } = await useTestDatabase();

async function makeQueue(count: number) {
  const workspace = await makeWorkspace(db);
  const items = [];
  for (const name of ['texts', 'others']) {
    await workspace.checkpoint(name, { undoSeconds: 3600 });
    for (let n = 0; n < count; n += 1) items.push(await submit(workspace.service, name, `k${n}`));
  }
  return { ...workspace, items, ann: await workspace.person('Ann'), ben: await workspace.person('Ben') };
}

test('done today and in the last hour, the median of active seconds, and what is left', async () => {
  const { items, ann, ben } = await makeQueue(5);
  expect(await getPace({ ctx: at(ann, 0), query: {} })).toEqual({ doneToday: 0, doneLastHour: 0, medianSeconds: null, left: 10 });
  const acts = [
    [-40_000, 100],
    [-7200, 10],
    [-60, 30],
    [-30, undefined],
  ] as const;
  for (const [n, [seconds, activeSeconds]] of acts.entries())
    await review(at(ann, seconds), items[n]!.id, 'approve', activeSeconds === undefined ? {} : { activeSeconds });
  await review(at(ben, -10), items[4]!.id, 'approve', { activeSeconds: 1 });
  await review(at(ann, -5), items[5]!.id, 'approve', { activeSeconds: 5 });
  await undo({ ctx: at(ann, -4), itemId: items[5]!.id });
  expect(await getPace({ ctx: at(ann, 0), query: {} })).toEqual({ doneToday: 3, doneLastHour: 2, medianSeconds: 30, left: 5 });
  expect(await getPace({ ctx: at(ann, 0), query: { checkpoint: 'others' } })).toMatchObject({ doneToday: 0, medianSeconds: null, left: 5 });
  expect(await getPace({ ctx: at(ann, 0), query: { timeZone: 'Pacific/Auckland' } })).toMatchObject({ doneToday: 4 });
  expect(await getPace({ ctx: at(ann, 3 * 3600), query: { timeZone: 'Pacific/Auckland' } })).toMatchObject({ doneToday: 0 });
});

test('what is skipped, on hold or for somebody else is not left for me', async () => {
  const { items, owner, ann, ben } = await makeQueue(2);
  const [skipped, held, assigned] = items;
  await claim({ ctx: at(ann, 0), input: { item: skipped!.id } });
  await giveBack({ ctx: at(ann, 1), input: { itemIds: [skipped!.id], skip: true } });
  await hold({ ctx: at(owner, 1), itemId: held!.id, input: { until: instant(100).toISOString() } });
  await assign({ ctx: at(owner, 1), itemId: assigned!.id, input: { personId: (ben.actor as { id: string }).id } });
  expect((await getPace({ ctx: at(ann, 2), query: {} })).left).toBe(1);
  expect((await getPace({ ctx: at(ben, 2), query: {} })).left).toBe(3);
  expect((await getPace({ ctx: at(ann, 101), query: {} })).left).toBe(2);
});

test('[P1] [P2] people only, and only for checkpoints there are', async () => {
  const { service, ann } = await makeQueue(0);
  expect(await codeOf(getPace({ ctx: service, query: {} }))).toBe('not_allowed');
  expect(await codeOf(getPace({ ctx: ann, query: { checkpoint: 'none' } }))).toBe('not_found');
  expect(await codeOf(getPace({ ctx: ann, query: { timeZone: 'Nowhere/Here' } }))).toBe('ZodError');
});
