import { expect, test } from 'vitest';
import { submitItem } from '../src/items/submit.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';

const { db } = await useTestDatabase();

test('[I1] the same key with the same content gives the same item', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const input = { key: 'a', input: 1, output: 'x' };
  const first = await submitItem({ ctx: owner, checkpoint: name, input });
  const second = await submitItem({ ctx: owner, checkpoint: name, input });
  expect(second).toEqual({ item: first.item, replayed: true });
});
