import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDataset } from '../src/datasets/read.ts';
import { type Datable, splitByTime } from '../src/datasets/split.ts';
import { releaseDue } from '../src/items/release.ts';
import { reviseItem } from '../src/items/revise.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, instant, review, submit } from './acts.ts';

const { db } = await useTestDatabase();

const collect = async (items: ReturnType<typeof readDataset>) => {
  const collected = [];
  for await (const item of items) collected.push(item);
  return collected;
};

async function makeShop() {
  const workspace = await makeWorkspace(db);
  await workspace.checkpoint('texts', { undoSeconds: 0 });
  const ann = await workspace.person('Ann');
  const read = (query: object) => collect(readDataset({ ctx: ann, checkpoint: 'texts', query }));
  return { ...workspace, ann, read };
}

test('approved and edited work is learnt from; preferences need a version that people changed or sent back', async () => {
  const { service, ann, read } = await makeShop();
  const make = async (key: string) => (await submit(service, 'texts', key)).id;
  const [approved, edited, returned, rejected] = [await make('a'), await make('b'), await make('c'), await make('d')];
  await make('waiting');
  await review(at(ann, 1), approved, 'approve');
  await review(at(ann, 2), edited, 'edit', { output: { text: 'by Ann' } });
  await review(at(ann, 3), returned, 'return');
  await releaseDue(db, { at: instant(4) });
  await reviseItem({ ctx: at(service, 5), itemId: returned, input: { output: { text: 'second' } } });
  await review(at(ann, 6), returned, 'approve');
  await review(at(ann, 7), rejected, 'reject');
  expect((await read({ as: 'sft' })).map(({ key, output, outcome }) => [key, output, outcome])).toEqual([
    ['a', { text: 'answer to a' }, 'approved'],
    ['b', { text: 'by Ann' }, 'edited'],
    ['c', { text: 'second' }, 'approved'],
  ]);
  expect((await read({ as: 'pairs' })).map(({ key, refused }) => [key, refused])).toEqual([
    ['b', [{ text: 'answer to b' }]],
    ['c', [{ text: 'answer to c' }]],
  ]);
});

test('the newest are the test, and no document of theirs is in training', async () => {
  const { service, ann, read } = await makeShop();
  for (let n = 0; n < 10; n += 1) {
    const metadata = { group: n === 2 || n === 9 ? 'shared' : `own ${n}` };
    const { id } = await submit(service, 'texts', `k${n}`, { metadata });
    await review(at(ann, n), id, 'approve');
  }
  const keys = async (split: string) => (await read({ as: 'evals', split })).map(({ key }) => key);
  expect(await keys('test')).toEqual(['k8', 'k9']);
  expect(await keys('train')).toEqual(['k0', 'k1', 'k3', 'k4', 'k5', 'k6', 'k7']);
  expect(await keys('all')).toHaveLength(10);
});

test('[P2] another workspace has none of it', async () => {
  const { read } = await makeShop();
  const { owner } = await makeShop();
  expect(await read({ as: 'sft' })).toEqual([]);
  await expect(collect(readDataset({ ctx: owner, checkpoint: 'none', query: { as: 'sft' } }))).rejects.toMatchObject({ code: 'not_found' });
});

test('whatever the items, test is later than train, and they share neither document nor input', () => {
  const item = fc.record({
    decidedAt: fc.nat({ max: 30 }),
    group: fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
    inputHash: fc.constantFrom('1', '2', '3', '4', '5', '6'),
  });
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), fc.double({ min: 0.05, max: 0.9, noNaN: true }), (drawn, share) => {
      const items: Datable[] = drawn.map((one, n) => ({ ...one, id: `i${String(n).padStart(3, '0')}` }));
      const { train, test: newest } = splitByTime(items, share);
      const of = (ids: Set<string>) => items.filter(({ id }) => ids.has(id));
      for (const before of of(train))
        for (const after of of(newest)) {
          expect(before.decidedAt).toBeLessThan(after.decidedAt);
          expect(before.inputHash).not.toBe(after.inputHash);
          if (before.group !== null) expect(before.group).not.toBe(after.group);
        }
      if (items.length > 0) expect(newest.size).toBeGreaterThan(0);
    }),
  );
});
