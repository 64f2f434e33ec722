import { expect, test } from 'vitest';
import { putCheckpoint } from '../src/checkpoints/put.ts';
import { getHistory, getItem } from '../src/items/get.ts';
import { submitItem } from '../src/items/submit.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, countOf, itemInput, review, submit } from './acts.ts';
import { kindsOf, logOf, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

test('[I1] an item comes back as it was sent', async () => {
  const { service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { severity: 'high' });
  const sent = {
    key: 'a',
    input: { b: 1, a: [null, 'ü😀', { nested: true }] },
    output: 'x',
    confidence: 0.9,
    model: 'm-1',
    priority: -3,
    dueAt: '2026-03-01T12:00:00+02:00',
    metadata: { z: 1, a: 2 },
  };
  const { item, replayed } = await submitItem({ ctx: service, checkpoint: name, input: sent });
  expect(replayed).toBe(false);
  expect(item).toMatchObject({
    ...sent,
    dueAt: '2026-03-01T10:00:00.000Z',
    checkpoint: name,
    label: 'x',
    state: 'waiting',
    severity: 'high',
    revision: 1,
    decision: null,
    releasedAt: null,
  });
  expect(JSON.stringify(item.input)).toBe(JSON.stringify(sent.input));
  expect(await getItem({ ctx: service, id: item.id })).toEqual(item);
  const { revisions, reviews } = await getHistory({ ctx: service, id: item.id });
  expect(revisions).toMatchObject([{ number: 1, output: 'x', outputHash: item.outputHash, author: { kind: 'apiKey' } }]);
  expect(reviews).toEqual([]);
});

test('[I1] the same key with the same content gives the same item, marked as replayed', async () => {
  const { id, owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const first = await submitItem({ ctx: owner, checkpoint: name, input: { key: 'a', input: { x: 1, y: 2 }, output: 'x' } });
  const before = await rowsOf(db, id);
  const second = await submitItem({
    ctx: service,
    checkpoint: name,
    input: { output: 'x', input: { y: 2, x: 1.0 }, key: 'a', priority: 0 },
  });
  expect(second).toEqual({ item: first.item, replayed: true });
  expect(await rowsOf(db, id)).toEqual(before);
});

test.each([
  ['input', { input: 'other' }],
  ['output', { output: 'other' }],
  ['severity', { severity: 'critical' }],
  ['priority', { priority: 5 }],
  ['deadline', { dueAt: '2027-01-01T00:00:00Z' }],
  ['confidence', { confidence: 0.5 }],
  ['model', { model: 'm-2' }],
  ['metadata', { metadata: { a: 1 } }],
])('[I1] the same key with another %s is refused and changes nothing', async (_, other) => {
  const { id, owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const standing = await submit(owner, name, 'a');
  const before = await rowsOf(db, id);
  await expect(submit(owner, name, 'a', other)).rejects.toMatchObject({
    code: 'key_conflict',
    details: { context: { itemId: standing.id, state: 'waiting' } },
  });
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[I1] a key belongs to one checkpoint', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  const one = await submit(owner, await checkpoint('one'), 'a');
  const two = await submit(owner, await checkpoint('two'), 'a', { output: 'other' });
  expect(two.id).not.toBe(one.id);
});

test('[I1] twenty submitters of one key and content make one item', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => submitItem({ ctx: service, checkpoint: name, input: itemInput('a') })),
  );
  expect(new Set(answers.map(({ item }) => item.id)).size).toBe(1);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect((await rowsOf(db, id)).items).toHaveLength(1);
  expect(await kindsOf(db, id)).toEqual(['workspace.created', 'checkpoint.created', 'item.submitted']);
});

test('[I1] twenty submitters of one key with content of their own make one item', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const codes = await Promise.all(Array.from({ length: 20 }, (_, n) => codeOf(submit(service, name, 'a', { output: n }))));
  expect(countOf(codes)).toEqual({ done: 1, key_conflict: 19 });
  const { items, revisions, waiting, item_contents } = await rowsOf(db, id);
  expect([items, revisions, waiting, item_contents].map((rows) => rows.length)).toEqual([1, 1, 1, 1]);
});

test('[I1] a replay is answered after the decision too', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { undoSeconds: 0 });
  const item = await submit(owner, name, 'a');
  await review(owner, item.id, 'approve');
  const again = await submitItem({ ctx: owner, checkpoint: name, input: itemInput('a') });
  expect(again).toMatchObject({ replayed: true, item: { id: item.id, state: 'released' } });
});

test('[I2] an item is checked against the schema as it stands, stricter or looser than the last seen', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { outputSchema: { type: 'string' } });
  expect(await codeOf(submit(owner, name, 'a', { output: 1 }))).toBe('schema_violation');
  await putCheckpoint({ ctx: owner, name, input: { title: 'looser' } });
  expect(await codeOf(submit(owner, name, 'a', { output: 1 }))).toBe('done');
  await putCheckpoint({ ctx: owner, name, input: { title: 'stricter', outputSchema: { type: 'boolean' } } });
  expect(await codeOf(submit(owner, name, 'b', { output: 1 }))).toBe('schema_violation');
  expect(await codeOf(submit(owner, name, 'b', { output: true }))).toBe('done');
});

test('an unknown checkpoint is not found', async () => {
  const { id, owner } = await makeWorkspace(db);
  expect(await codeOf(submit(owner, 'nowhere', 'a'))).toBe('not_found');
  expect((await logOf(db, id)).map(({ kind }) => kind)).toEqual(['workspace.created']);
});
