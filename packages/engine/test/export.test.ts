import { ExportedItem } from '@countersign/contract';
import { expect, test } from 'vitest';
import type { Context } from '../src/context.ts';
import { exportItems } from '../src/items/export.ts';
import { getItem } from '../src/items/get.ts';
import { importItems } from '../src/items/import.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, edited, itemInput, review, submit } from './acts.ts';

const { db } = await useTestDatabase();

async function exported(ctx: Context, checkpoint: string, more: object = {}): Promise<ExportedItem[]> {
  const items: ExportedItem[] = [];
  for await (const text of exportItems({ ctx, checkpoint, ...more }))
    items.push(...text.split('\n').map((line) => ExportedItem.parse(JSON.parse(line))));
  return items;
}

test('an export holds every item once, oldest first, whatever the size of its pages', async () => {
  const { service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const keys = Array.from({ length: 253 }, (_, n) => `k${n}`);
  const lines = async function* () {
    yield keys.map((key) => JSON.stringify(itemInput(key)));
  };
  await importItems({ ctx: service, checkpoint: name, lines: lines() });
  for (const pageSize of [1, 50, 100, 253, 1000])
    expect((await exported(service, name, { pageSize })).map(({ key }) => key).sort()).toEqual(keys.toSorted());
  const ids = (await exported(service, name)).map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted());
});

test('[I7] a line names the output, its hash, what was proposed and the decision', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { undoSeconds: 0 });
  const text = { 'line\nbreak': ['ü\u2028', '\0', '"quoted"'] };
  const { id } = await submit(service, name, 'a', { input: text, output: text, metadata: { m: 1 }, confidence: 0.9, model: 'm' });
  await review(owner, id, 'edit', { ...edited('mine'), comment: 'two\nlines' });
  const item = await getItem({ ctx: owner, id });
  expect(await exported(service, name)).toEqual([ExportedItem.parse({ ...item, proposed: text })]);
});

test('a state narrows the export', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { undoSeconds: 0 });
  const [one] = [await submit(service, name, 'a'), await submit(service, name, 'b')];
  await review(owner, one!.id, 'approve');
  expect((await exported(service, name, { state: 'released' })).map(({ key }) => key)).toEqual(['a']);
  expect((await exported(service, name, { state: 'waiting' })).map(({ key }) => key)).toEqual(['b']);
  expect(await exported(service, name, { state: 'expired' })).toEqual([]);
});

test('items that change while their export runs appear once, each as it was when its page was read', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { undoSeconds: 0 });
  const items = [];
  for (const key of ['a', 'b', 'c', 'd']) items.push(await submit(service, name, key));
  const lines: ExportedItem[] = [];
  for await (const text of exportItems({ ctx: service, checkpoint: name, pageSize: 1 })) {
    lines.push(ExportedItem.parse(JSON.parse(text)));
    for (const { id } of items.splice(0)) await review(owner, id, 'approve');
  }
  expect(lines.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
  expect([lines[0]?.state, lines[3]?.state]).toEqual(['waiting', 'released']);
  for (const { state, decision } of lines) expect(decision === null).toBe(state === 'waiting');
});

test('an unknown checkpoint is not found', async () => {
  const { service } = await makeWorkspace(db);
  expect(await codeOf(exported(service, 'none'))).toBe('not_found');
});
