import type { ImportResult } from '@countersign/contract';
import { expect, test } from 'vitest';
import type { Context } from '../src/context.ts';
import { importItems } from '../src/items/import.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, itemInput, submit } from './acts.ts';
import { allAtOnce, logOf, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

async function* inChunks(lines: string[], size = 97) {
  for (let from = 0; from < lines.length; from += size) yield lines.slice(from, from + size);
}

const importLines = (ctx: Context, checkpoint: string, lines: string[]): Promise<ImportResult> =>
  importItems({ ctx, checkpoint, lines: inChunks(lines) });

const line = (key: string, more: object = {}) => JSON.stringify(itemInput(key, more));

test('[I2] a bad line is reported by its number and never stops the good ones', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { outputSchema: { type: 'object' } });
  await submit(service, name, 'taken', { output: { text: 'standing' } });
  const bad: Record<number, [string, string, string]> = {
    2: ['{"key": "cut', 'invalid_json', ''],
    3: ['[]', 'invalid_input', ''],
    4: ['null', 'invalid_input', ''],
    5: ['{"key":"no output","input":1}', 'invalid_input', '/output'],
    7: [line('wrong', { output: 1 }), 'schema_violation', '/output'],
    8: [line('taken'), 'key_conflict', ''],
    9: [line('x', { unknown: 1 }), 'invalid_input', ''],
    10: [line('nul\0'), 'invalid_input', '/key'],
    11: [line('half', { input: { a: '\ud800' } }), 'invalid_input', ''],
    12: [`{"key":"deep","input":${'['.repeat(50_000)}${']'.repeat(50_000)},"output":{}}`, 'invalid_input', ''],
    13: [line('when', { dueAt: '0000-01-01T00:00:00Z' }), 'invalid_input', '/dueAt'],
    14: ['{"key":"big","input":1e999,"output":{}}', 'invalid_input', ''],
    15: [line('large', { input: 'x'.repeat(5_000_000) }), 'payload_too_large', '/input'],
    17: ['not json', 'invalid_json', ''],
  };
  const lines = Array.from({ length: 18 }, (_, index) => bad[index + 1]?.[0] ?? line(`good ${index + 1}`));
  lines.splice(5, 1, '   ');
  const result = await importLines(service, name, lines);
  expect(result).toMatchObject({ accepted: 3, replayed: 0, rejectedCount: 14 });
  const reported = result.rejected.map(({ line: number, code, pointer }) => [number, code, pointer]);
  expect(reported).toEqual(Object.entries(bad).map(([number, [, code, pointer]]) => [Number(number), code, pointer]));
  expect(result.rejected.find(({ line: number }) => number === 8)).toMatchObject({ key: 'taken' });
  const { rows } = await db.pool.query('select key from items where workspace_id = $1 order by id', [id]);
  expect(rows.map(({ key }) => key)).toEqual(['taken', 'good 1', 'good 16', 'good 18']);
});

test('[I1] importing again brings replays only, and a repeated line counts once', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const lines = [...Array.from({ length: 1200 }, (_, n) => line(`k${n}`)), line('k0'), line('k1199'), line('k5', { output: 'other' })];
  expect(await importLines(service, name, lines)).toMatchObject({
    accepted: 1200,
    replayed: 2,
    rejectedCount: 1,
    rejected: [{ line: 1203, key: 'k5' }],
  });
  const before = await rowsOf(db, id);
  expect(await importLines(service, name, lines)).toMatchObject({ accepted: 0, replayed: 1202, rejectedCount: 1 });
  expect(await rowsOf(db, id)).toEqual(before);
  expect((await logOf(db, id)).filter(({ kind }) => kind === 'item.submitted')).toHaveLength(1200);
});

test('[I1] of lines with the same key the first counts, however the batches overtake each other', async () => {
  const { service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const rest = Array.from({ length: 498 }, (_, n) => `k${n}`);
  // A full batch that begins with the key, and a short one of nothing else that would be written faster.
  for (let round = 0; round < 20; round++) {
    const lines = [...rest, 'x', 'twice'].map((key) => line(`${key} ${round}`));
    const result = await importLines(service, name, [...lines, line(`twice ${round}`, { output: 'later' })]);
    expect(result).toMatchObject({ accepted: 500, rejected: [{ line: 501, code: 'key_conflict' }] });
  }
});

test('[I1] the same keys twice within one batch, the second with other content, are told apart', async () => {
  const { service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  expect(await importLines(service, name, [line('a'), line('a'), line('a', { output: 1 })])).toMatchObject({
    accepted: 1,
    replayed: 1,
    rejected: [{ line: 3, key: 'a', code: 'key_conflict' }],
  });
});

test('[I10] imports of one file in opposite orders do not stop each other', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const lines = Array.from({ length: 2000 }, (_, n) => line(`k${n}`));
  const orders = [lines, lines.toReversed(), lines, lines.toReversed()];
  const results = await Promise.all(orders.map((order) => importLines(service, name, order)));
  expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2000);
  expect(results.every(({ accepted, replayed }) => accepted + replayed === 2000)).toBe(true);
  const { items, waiting, revisions, item_contents } = await rowsOf(db, id);
  expect([items, waiting, revisions, item_contents].map((rows) => rows.length)).toEqual([2000, 2000, 2000, 2000]);
});

test('[I10] two imports with the same keys in opposite orders never wait for each other in a ring', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const lines = Array.from({ length: 200 }, (_, n) => line(`k${n + 100}`));
  const middle = `insert into items (workspace_id, id, checkpoint_id, key, label, severity, content_hash, output_hash)
    select $1, 'item_middle', id, 'k200', '', 'low', '', '' from checkpoints where workspace_id = $1`;
  const imports = [lines, lines.toReversed()].map((order) => () => importLines(service, name, order));
  const results = await allAtOnce(db, { text: middle, values: [id] }, imports);
  expect(results.map(({ accepted, replayed }) => accepted + replayed)).toEqual([200, 200]);
});

test('a batch of large items is written in pieces that the database takes', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const lines = Array.from({ length: 5 }, (_, n) => line(`k${n}`, { input: 'x'.repeat(4_500_000) }));
  expect(await importLines(service, name, lines)).toMatchObject({ accepted: 5 });
  const transactions = new Set((await logOf(db, id)).filter(({ kind }) => kind === 'item.submitted').map(({ tx }) => tx));
  expect(transactions.size).toBeGreaterThan(1);
});

test('what was read before the source broke is kept or absent, never half', async () => {
  const { id, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  async function* breaking() {
    yield Array.from({ length: 700 }, (_, n) => line(`k${n}`));
    throw new Error('the connection broke');
  }
  await expect(importItems({ ctx: service, checkpoint: name, lines: breaking() })).rejects.toThrow('the connection broke');
  expect(
    await importLines(
      service,
      name,
      Array.from({ length: 700 }, (_, n) => line(`k${n}`)),
    ),
  ).toMatchObject({ rejectedCount: 0 });
  const { items, waiting, revisions } = await rowsOf(db, id);
  expect([items, waiting, revisions].map((rows) => rows.length)).toEqual([700, 700, 700]);
});

test('an import to an unknown checkpoint is not found', async () => {
  const { service } = await makeWorkspace(db);
  expect(await codeOf(importLines(service, 'nowhere', [line('a')]))).toBe('not_found');
});

test('[I2] lines are checked by what the checkpoint asks for when they are stored, also when that changes during the import', async () => {
  const workspace = await makeWorkspace(db);
  const checkpoint = await workspace.checkpoint('texts', { outputSchema: { type: 'string' } });
  const line = (key: string) => JSON.stringify({ key, input: null, output: key });
  async function* lines() {
    yield Array.from({ length: 500 }, (_, i) => line(`a${i}`));
    await workspace.checkpoint('texts', { outputSchema: { type: 'string', maxLength: 4 } });
    yield [line('b1'), line('too-long'), line('b2')];
  }
  const result = await importItems({ ctx: workspace.service, checkpoint, lines: lines() });
  expect(result).toMatchObject({
    accepted: 502,
    rejectedCount: 1,
    rejected: [{ line: 502, code: 'schema_violation', pointer: '/output' }],
  });
});
