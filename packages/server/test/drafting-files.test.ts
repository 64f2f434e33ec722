import type { Batch, Claims } from '@countersign/contract';
import { useTestDatabase } from '@countersign/engine/testing';
import { readSheet } from 'read-excel-file/node';
import { afterAll, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { openRecordedDrafts } from '../src/drafting/recorded-drafts.ts';
import {
  addProvider,
  ask,
  draftSettings,
  openModelServer,
  outputSchema,
  startDrafting,
  startTestApp,
  until,
  upload,
} from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
const recorded = openRecordedDrafts(new URL('../../cli/sample-shop/items.jsonl', import.meta.url));
const drafting = startDrafting(app.parts, { recorded });
afterAll(async () => {
  await drafting.stop();
  await app.stop();
});

async function draft(body: string | Uint8Array<ArrayBuffer>, name: string) {
  const team = await app.team();
  await team.checkpoint('texts', { outputSchema, undoSeconds: 0 });
  await addProvider(team, await openModelServer());
  const batch = await upload(team, body, name);
  await ask(team, 'PUT', `/v1/batches/${batch.id}`, { checkpoint: 'texts', draft: draftSettings() });
  await ask(team, 'POST', `/v1/batches/${batch.id}/start`, {});
  await until(team, batch.id, ({ counts }) => counts.waiting === batch.rows);
  const { claims } = await ask<Claims>(team, 'POST', '/v1/claims', { checkpoint: 'texts' });
  await ask(team, 'POST', `/v1/items/${claims[0]?.item.id}/reviews`, { verdict: 'approve' });
  await until(team, batch.id, ({ counts }) => counts.delivered === 1);
  return { team, batch, exported: (format: string) => team.owner.call('GET', `/v1/batches/${batch.id}/export?format=${format}`) };
}

test('a workbook comes back as a workbook, with its columns and the result', async () => {
  const workbook = await writeXlsxFile([
    ['sku', 'name', 'weight'],
    ['p-1', 'Kettle', 1.5],
    ['p-2', '=1+1', 2],
  ]).toBuffer();
  const { exported, batch } = await draft(new Uint8Array(workbook), 'shop.xlsx');
  expect(batch).toMatchObject({ format: 'xlsx', rows: 2, columns: ['sku', 'name', 'weight'] });
  const sheet = await readSheet(Buffer.from(await (await exported('xlsx')).arrayBuffer()));
  expect(sheet[0]?.slice(0, 6)).toEqual(['sku', 'name', 'weight', 'result.text', 'state', 'decision']);
  expect(sheet[1]?.slice(0, 6)).toEqual(['p-1', 'Kettle', 1.5, 'All about p-1.', 'delivered', 'approved']);
  expect(sheet[2]?.slice(0, 5)).toEqual(['p-2', '=1+1', 2, null, 'waiting']);
  // A cell that a spreadsheet would run as a formula is escaped where the format has no types.
  expect(await (await exported('csv')).text()).toContain("p-2,'=1+1,2,");
});

test('JSONL keeps nested members, and bad lines are named', async () => {
  const { exported, batch } = await draft('{"sku":"p-1","facts":{"colour":"red"}}\nno json\n{"sku":"p-2","extra":[1]}\n', 'shop.jsonl');
  expect(batch).toMatchObject({
    rows: 2,
    columns: ['sku', 'facts', 'extra'],
    badRows: [{ row: 2, detail: expect.stringContaining('not JSON') }],
  });
  const lines = (await (await exported('jsonl')).text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    {
      row: 1,
      key: 'p-1',
      source: { sku: 'p-1', facts: { colour: 'red' } },
      result: { text: 'All about p-1.' },
      decision: 'approved',
      reviewer: 'Olga Owner',
    },
    { row: 3, key: 'p-2', source: { sku: 'p-2', extra: [1] }, result: null, drafted: { text: 'All about p-2.' }, decision: '' },
  ]);
});

test.each([
  ['of another delimiter', 'sku;name\np-1;Kettle\n', ['sku', 'name']],
  ['with a mark at its start', '\uFEFFsku,name\r\np-1,"Kettle, red"\r\n', ['sku', 'name']],
])('a CSV %s is read', async (_, text, columns) => {
  const team = await app.team();
  expect(await upload(team, text)).toMatchObject({ rows: 1, columns });
});

test.each([
  ['shop.csv', 'sku,sku\n1,2\n', /"sku" is there twice/],
  ['shop.csv', 'sku,name\n', /has no rows/],
  ['shop.csv', new Uint8Array([0x73, 0x6b, 0x75, 0x0a, 0xe4, 0x0a]), /not UTF-8/],
  ['shop.xlsx', 'sku,name\n1,2\n', /no Excel workbook/],
  ['shop.pdf', 'x', /format=csv, xlsx or jsonl/],
])('%s that cannot be read is refused and leaves no batch: %j', async (name, body, why) => {
  const team = await app.team();
  const answer = await team.owner.call('POST', `/v1/batches?name=${name}`, body as string, { 'content-type': 'application/octet-stream' });
  expect([answer.status, (await answer.json()).detail]).toEqual([400, expect.stringMatching(why)]);
  expect(await ask(team, 'GET', '/v1/batches')).toEqual({ batches: [] });
});

test('without a model, rows of the sample shop get their recorded drafts, marked as such, and others fail and say why', async () => {
  const team = await app.team();
  await team.checkpoint('texts');
  const batch = await upload(team, '{"sku":"HAP-OUT-101"}\n{"sku":"of-another-shop"}\n', 'shop.jsonl');
  await ask(team, 'PUT', `/v1/batches/${batch.id}`, {
    checkpoint: 'texts',
    draft: { provider: 'recorded', model: 'shop-writer-1', prompt: 'x' },
  });
  await ask(team, 'POST', `/v1/batches/${batch.id}/start`, {});
  const done = await until(team, batch.id, ({ counts }) => counts.waiting === 1 && counts.failed === 1);
  expect(done).toMatchObject({ tokensIn: 0, cost: null } satisfies Partial<Batch>);
  const { runs } = await ask<{ runs: { output: unknown; failure: unknown }[] }>(team, 'GET', `/v1/batches/${batch.id}/runs`);
  expect(runs[0]?.output).toMatchObject({ title: 'Skerry 2 tent: two doors, 2.6 kg' });
  expect(runs[1]?.failure).toMatchObject({ detail: expect.stringContaining('no recorded draft') });
  const { items } = await ask<{ items: { metadata: unknown }[] }>(team, 'GET', '/v1/items?checkpoint=texts&include=payload');
  expect(items[0]?.metadata).toMatchObject({ drafting: { provider: 'recorded' } });
});
