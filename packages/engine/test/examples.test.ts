import { describe, expect, test } from 'vitest';
import { type Candidate, chooseExamples } from '../src/examples/choose.ts';
import { findExamples } from '../src/examples/find.ts';
import { keepCorrections } from '../src/examples/keep.ts';
import { textOf, wordsOf } from '../src/examples/words.ts';
import { reopen } from '../src/items/reopen.ts';
import { submitItem } from '../src/items/submit.ts';
import { cloneTemplate, useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { review } from './acts.ts';

const { db } = await useTestDatabase();

async function makeShop(database = db) {
  const workspace = await makeWorkspace(database);
  await workspace.checkpoint('texts', { undoSeconds: 0 });
  const ann = await workspace.person('Ann');
  let count = 0;
  const decided = async (product: string, verdict: 'approve' | 'edit' | 'reject' | 'return') => {
    const input = { key: `k${++count}`, input: { name: product }, output: { text: `draft of ${product}` } };
    const { item } = await submitItem({ ctx: workspace.service, checkpoint: 'texts', input });
    await review(ann, item.id, verdict, verdict === 'edit' ? { output: { text: `better ${product}` } } : {});
    return item.id;
  };
  const keep = async () => {
    while (!(await keepCorrections(database)).isDone);
  };
  const find = (input: unknown, more: object = {}) =>
    findExamples({ ctx: ann, checkpoint: 'texts', query: { input: typeof input === 'string' ? input : JSON.stringify(input), ...more } });
  const names = async (input: unknown, more: object = {}) => (await find(input, more)).map((one) => (one.input as { name: string }).name);
  return { ...workspace, ann, decided, keep, find, names };
}

test('an example tells what the AI saw, what it had written and what went out', async () => {
  const { decided, keep, find } = await makeShop();
  const id = await decided('copper kettle', 'edit');
  await keep();
  expect(await find({ name: 'steel kettle' })).toEqual([
    {
      itemId: id,
      outcome: 'edited',
      decidedAt: expect.any(String),
      similarity: expect.any(Number),
      input: { name: 'copper kettle' },
      proposed: { text: 'draft of copper kettle' },
      output: { text: 'better copper kettle' },
    },
  ]);
});

test('edits come before approvals, and among each the likest first', async () => {
  const { decided, keep, names } = await makeShop();
  await decided('oak table for six', 'approve');
  await decided('oak chair', 'approve');
  await decided('wool scarf', 'edit');
  await decided('oak bench', 'edit');
  await keep();
  expect(await names('oak chair', { k: 4 })).toEqual(['oak bench', 'wool scarf', 'oak chair', 'oak table for six']);
  expect(await names('oak chair', { k: 1 })).toEqual(['oak bench']);
});

test('what was rejected, returned or waits is no example, and neither is what was opened again', async () => {
  const { owner, decided, keep, names, service } = await makeShop();
  await decided('rejected kettle', 'reject');
  await decided('returned kettle', 'return');
  await submitItem({ ctx: service, checkpoint: 'texts', input: { key: 'w', input: { name: 'waiting kettle' }, output: 1 } });
  const id = await decided('opened kettle', 'edit');
  await keep();
  expect(await names('kettle')).toEqual(['opened kettle']);
  await reopen({ ctx: owner, itemId: id, input: { comment: 'wrong' } });
  expect(await names('kettle')).toEqual([]);
});

test('an item is never an example for itself', async () => {
  const { decided, keep, names } = await makeShop();
  const id = await decided('copper kettle', 'edit');
  await decided('steel kettle', 'edit');
  await keep();
  expect(await names('copper kettle', { except: id })).toEqual(['steel kettle']);
});

test('[P2] corrections of another workspace or checkpoint are no examples here', async () => {
  const [here, there] = [await makeShop(), await makeShop()];
  await there.decided('copper kettle', 'edit');
  await here.checkpoint('others', { undoSeconds: 0 });
  const { item } = await submitItem({
    ctx: here.service,
    checkpoint: 'others',
    input: { key: 'o', input: { name: 'copper kettle' }, output: 1 },
  });
  await review(here.ann, item.id, 'approve');
  await here.keep();
  expect(await here.names('copper kettle')).toEqual([]);
  expect(await there.names('copper kettle')).toEqual(['copper kettle']);
  await expect(findExamples({ ctx: there.ann, checkpoint: 'others', query: { input: 'x' } })).rejects.toMatchObject({ code: 'not_found' });
});

test('decided again after it was opened, it is the newer correction', async () => {
  const { owner, ann, decided, keep, find } = await makeShop();
  const id = await decided('copper kettle', 'approve');
  await keep();
  await reopen({ ctx: owner, itemId: id, input: { comment: 'wrong' } });
  await review(ann, id, 'edit', { output: { text: 'best' } });
  await keep();
  expect(await find('copper kettle')).toMatchObject([{ outcome: 'edited', output: { text: 'best' } }]);
});

test('two workers at once keep each correction once', async () => {
  const { id, decided, keep, names } = await makeShop();
  for (let n = 0; n < 5; n += 1) await decided(`kettle ${n}`, 'edit');
  await Promise.all([keep(), keep(), keep()]);
  const { rows } = await db.pool.query(`select items from correction_words where workspace_id = $1 and word = ''`, [id]);
  expect(rows).toEqual([{ items: 5 }]);
  expect(await names('kettle', { k: 50 })).toHaveLength(5);
});

test('letters find what no whole word does; without pg_trgm words alone are compared', async () => {
  const other = await cloneTemplate();
  try {
    for (const withLetters of [true, false]) {
      const database = withLetters ? db : other.db;
      if (!withLetters) await database.pool.query('drop extension pg_trgm');
      const { decided, keep, find } = await makeShop(database);
      await decided('Wasserkocher', 'edit');
      await decided('Wollschal', 'edit');
      await keep();
      const [first] = await find('Wasserkochers');
      if (withLetters) expect(first).toMatchObject({ input: { name: 'Wasserkocher' } });
      expect((first?.similarity ?? 0) > 0).toBe(withLetters);
    }
  } finally {
    await other.drop();
  }
});

describe('the choice', () => {
  const now = new Date('2026-06-01T00:00:00Z');
  const candidate = (itemId: string, words: string[], more: Partial<Candidate> = {}): Candidate => ({
    itemId,
    isEdit: true,
    decidedAt: now,
    words,
    letters: null,
    ...more,
  });
  const choose = (candidates: Candidate[], k: number) =>
    chooseExamples(candidates, {
      weights: new Map([
        ['oak', 3],
        ['chair', 2],
        ['the', 0.1],
      ]),
      k,
      now,
    }).map(({ itemId }) => itemId);

  test('prefers the recent of two that are alike', () => {
    const old = candidate('old', ['oak'], { decidedAt: new Date('2025-12-01T00:00:00Z') });
    expect(choose([old, candidate('new', ['oak'])], 1)).toEqual(['new']);
  });

  test('a telling word counts more than a common one', () => {
    expect(choose([candidate('common', ['the', 'scarf']), candidate('telling', ['oak', 'scarf'])], 1)).toEqual(['telling']);
  });

  test('does not say the same twice while something else is useful', () => {
    const same = ['oak', 'chair', 'red'];
    expect(choose([candidate('one', same), candidate('copy', same), candidate('else', ['oak', 'table'])], 2)).toEqual(['one', 'else']);
  });
});

test('words are those of the content, in any script, and no more than an index takes', () => {
  expect(wordsOf(textOf({ name: 'Oak Chair', size: 81, note: null, tags: ['OAK', "it's"] }))).toEqual(['oak', 'chair', '81', 'its']);
  expect(wordsOf('東京都の椅子').length).toBeGreaterThan(1);
  expect(wordsOf(textOf(Array.from({ length: 5_000 }, (_, n) => `word${n}`))).length).toBeLessThanOrEqual(300);
  expect(textOf({ deep: { text: 'a\0b\ud800' } })).toBe('ab\ufffd');
});
