import { expect, test } from 'vitest';
import { addWords } from '../src/checkpoints/add-words.ts';
import { getCheckpoint } from '../src/checkpoints/list.ts';
import { putCheckpoint } from '../src/checkpoints/put.ts';
import { importItems } from '../src/items/import.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, itemInput, submit } from './acts.ts';
import { brandRules } from './desk-acts.ts';
import { addedTo, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

test('words are added once, in their order, as the next version, and logged', async () => {
  const { id, owner, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts');
  const entries = await addedTo(db, id, async () => {
    expect(await addWords({ ctx: owner, name: 'texts', input: { words: ['Zeta', 'alpha', ' Zeta '] } })).toMatchObject({
      version: 2,
      dictionary: ['Zeta', 'alpha'],
    });
    await addWords({ ctx: owner, name: 'texts', input: { words: ['alpha', 'Beta'] } });
    expect(await addWords({ ctx: owner, name: 'texts', input: { words: ['Beta'] } })).toMatchObject({ version: 3 });
  });
  expect(entries.map(({ kind, data }) => [kind, data])).toEqual([
    ['checkpoint.changed', { name: 'texts', version: 2 }],
    ['checkpoint.changed', { name: 'texts', version: 3 }],
  ]);
  expect((await getCheckpoint({ ctx: owner, name: 'texts' })).dictionary).toEqual(['Zeta', 'alpha', 'Beta']);
});

test('twenty people add at once: no word is lost, none twice', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts');
  await Promise.all(Array.from({ length: 20 }, (_, n) => addWords({ ctx: owner, name: 'texts', input: { words: [`w${n}`, 'shared'] } })));
  const { dictionary, version } = await getCheckpoint({ ctx: owner, name: 'texts' });
  expect(dictionary.toSorted()).toEqual(['shared', ...Array.from({ length: 20 }, (_, n) => `w${n}`)].toSorted());
  expect(version).toBe(21);
});

test('a dictionary holds 20,000 words', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts', { dictionary: Array.from({ length: 19_999 }, (_, n) => `w${n}`) });
  await addWords({ ctx: owner, name: 'texts', input: { words: ['w1', 'last'] } });
  expect(await codeOf(addWords({ ctx: owner, name: 'texts', input: { words: ['more'] } }))).toBe('invalid_input');
});

test('a program that sends its settings again does not wipe out rules and words; null and [] do', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts', { brandRules });
  await addWords({ ctx: owner, name: 'texts', input: { words: ['Countersign'] } });
  const again = await putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'texts' } });
  expect(again.checkpoint).toMatchObject({
    version: 2,
    dictionary: ['Countersign'],
    brandRules: { banned: [{ phrase: 'wrong' }, { phrase: 'odd' }] },
  });
  const cleared = await putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'texts', brandRules: null, dictionary: [] } });
  expect(cleared.checkpoint).toMatchObject({ version: 3, dictionary: [], brandRules: null });
});

test('[I1] a word that is added while others submit and import disturbs nobody', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts');
  let words = 0;
  const addOne = () => addWords({ ctx: owner, name: 'texts', input: { words: [`w${words++}`] } });
  async function* lines() {
    for (let n = 0; n < 5; n += 1) {
      yield Array.from({ length: 600 }, (_, m) => JSON.stringify(itemInput(`k${n}-${m}`)));
      await addOne();
    }
  }
  expect(await importItems({ ctx: service, checkpoint: 'texts', lines: lines() })).toMatchObject({ accepted: 3000, rejectedCount: 0 });
  await addOne();
  expect((await submit(service, 'texts', 'one more')).state).toBe('waiting');
});

test('[P1] [P2] only an owner, only here', async () => {
  const { id, owner, service, person, checkpoint } = await makeWorkspace(db);
  const stranger = await makeWorkspace(db);
  await checkpoint('texts');
  const before = await rowsOf(db, id);
  const input = { words: ['x'] };
  for (const ctx of [service, await person('Ann')]) expect(await codeOf(addWords({ ctx, name: 'texts', input }))).toBe('not_allowed');
  expect(await codeOf(addWords({ ctx: stranger.owner, name: 'texts', input }))).toBe('not_found');
  expect({ ...(await rowsOf(db, id)), members: before.members }).toEqual(before);
  expect(await codeOf(addWords({ ctx: owner, name: 'texts', input: { words: [] } }))).toBe('ZodError');
});
