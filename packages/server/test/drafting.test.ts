import type { Batch, Claims, ModelCall } from '@countersign/contract';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import {
  addProvider,
  ask,
  csvOf,
  draftSettings,
  openModelServer,
  outputSchema,
  startBatch,
  startDrafting,
  startReleasing,
  startTestApp,
  until,
  upload,
} from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
const drafting = startDrafting(app.parts);
const releasing = startReleasing(app.parts);
afterAll(async () => {
  await drafting.stop();
  await releasing.stop();
  await app.stop();
});

test('[I10] rows of a file become items, are decided, and leave with their own columns and the decision', async () => {
  const team = await app.team();
  await team.checkpoint('texts', { outputSchema, undoSeconds: 0 });
  const model = await openModelServer();
  await addProvider(team, model);
  const { id } = await startBatch(team, 12, { checkpoint: 'texts', draft: draftSettings() });
  const drafted = await until(team, id, ({ counts }) => counts.waiting === 12);
  expect(drafted).toMatchObject({ state: 'done', rows: 12, progress: { drafted: 12, left: 0 }, doubtful: 0 });
  expect([...model.answered.values()].every((count) => count === 1)).toBe(true);

  const { claims } = await ask<Claims>(team, 'POST', '/v1/claims', {
    checkpoint: 'texts',
    limit: 3,
  });
  const [first, second, third] = claims.map(({ item }) => item);
  expect(first).toMatchObject({ key: 'p-1', output: { text: 'All about p-1.' }, model: 'test-model' });
  expect(first?.metadata).toMatchObject({ drafting: { batchId: id, row: 1, provider: 'local', version: 1 } });
  await ask(team, 'POST', `/v1/items/${first?.id}/reviews`, { verdict: 'approve' });
  await ask(team, 'POST', `/v1/items/${second?.id}/reviews`, { verdict: 'edit', output: { text: 'Edited by hand' } });
  await ask(team, 'POST', `/v1/items/${third?.id}/reviews`, { verdict: 'reject' });
  await until(team, id, ({ counts }) => counts.delivered === 2 && counts.ended === 1);

  const csv = await (await team.owner.call('GET', `/v1/batches/${id}/export?format=csv`)).text();
  const lines = csv.trim().split('\n');
  expect(lines).toHaveLength(13);
  expect(lines[0]).toBe('sku,name,weight,result.text,state,decision,reviewer,decided_at,comment,model,failure');
  expect(lines[1]).toMatch(/^p-1,Product 1,1 g,All about p-1\.,delivered,approved,Olga Owner,/);
  expect(lines[2]).toMatch(/^p-2,Product 2,2 g,Edited by hand,delivered,edited,Olga Owner,/);
  expect(lines[3]).toMatch(/^p-3,Product 3,3 g,,ended,rejected,Olga Owner,/);
  expect(lines[4]).toMatch(/^p-4,Product 4,4 g,,waiting,,,/);
});

test('the prompt of an item is kept exactly as it was sent', async () => {
  const team = await app.team();
  await team.checkpoint('texts', { outputSchema, instructions: 'Short and true.' });
  const model = await openModelServer();
  await addProvider(team, model);
  const { id } = await upload(team, csvOf(3));
  const settings = { checkpoint: 'texts', draft: draftSettings() };
  const preview = await ask<{ messages: unknown }>(team, 'POST', `/v1/batches/${id}/preview`, { row: 2, settings });
  await ask(team, 'PUT', `/v1/batches/${id}`, settings);
  await ask<Batch>(team, 'POST', `/v1/batches/${id}/start`, {});
  await until(team, id, ({ counts }) => counts.waiting === 3);
  const { items } = await ask<{ items: { id: string; key: string }[] }>(team, 'GET', '/v1/items?checkpoint=texts&search=p-2');
  const { calls } = await ask<{ calls: ModelCall[] }>(team, 'GET', `/v1/items/${items[0]?.id}/calls`);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({ state: 'answered', purpose: 'draft', provider: 'local', model: 'test-model' });
  expect(calls[0]?.messages).toEqual(model.calls.find(({ name }) => name === 'p-2')?.messages);
  expect(calls[0]?.messages).toEqual(preview.messages);
  expect(JSON.stringify(calls[0]?.messages)).toContain('Short and true.');
});
