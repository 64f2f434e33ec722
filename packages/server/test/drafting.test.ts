import type { Batch, Claims, ModelCall, Run } from '@countersign/contract';
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

test('[C5] what is sent back is drafted again with the reasons, and comes back as the next revision of its item', async () => {
  const team = await app.team();
  await team.checkpoint('texts', { outputSchema, undoSeconds: 0, reasons: [{ code: 'tone', label: 'Wrong tone' }] });
  const model = await openModelServer({
    behave: ({ name, messages }) => ({
      say: { text: JSON.stringify(messages).includes('sent back') ? `Better about ${name}.` : `Poor about ${name}.` },
    }),
  });
  await addProvider(team, model);
  const { id } = await startBatch(team, 2, { checkpoint: 'texts', draft: draftSettings() });
  await until(team, id, ({ counts }) => counts.waiting === 2);
  const { claims } = await ask<Claims>(team, 'POST', '/v1/claims', { checkpoint: 'texts' });
  const itemId = claims[0]?.item.id;
  await ask(team, 'POST', `/v1/items/${itemId}/reviews`, { verdict: 'return', reasons: ['tone'], comment: 'Too proud.' });
  await until(team, id, ({ counts }) => counts.waiting === 2 && model.calls.length === 3);
  const last = model.calls.at(-1)?.messages.at(-1)?.content;
  expect(last).toMatch(/Your last draft was sent back[\s\S]*Poor about p-1\.[\s\S]*Reasons: Wrong tone[\s\S]*Too proud\./);
  expect(await ask(team, 'GET', `/v1/items/${itemId}`)).toMatchObject({
    state: 'waiting',
    revision: 2,
    output: { text: 'Better about p-1.' },
  });
  await ask(team, 'POST', `/v1/items/${itemId}/reviews`, { verdict: 'approve' });
  await until(team, id, ({ counts }) => counts.delivered === 1);
});

test('work goes from checkpoint to checkpoint, with what was approved before, and may enter anywhere', async () => {
  const team = await app.team();
  await team.checkpoint('texts', { outputSchema, undoSeconds: 0 });
  await team.checkpoint('translations', { outputSchema, undoSeconds: 0 });
  const model = await openModelServer({
    behave: ({ messages }) => ({ say: { text: /German/.test(JSON.stringify(messages)) ? 'Auf Deutsch.' : 'In English.' } }),
  });
  await addProvider(team, model);
  const steps = [
    { draft: 'write', ...draftSettings() },
    { checkpoint: 'texts' },
    { draft: 'translate', ...draftSettings({ prompt: 'Into German: {{ outputs.texts.text }}' }) },
    { checkpoint: 'translations' },
    { deliver: 'shop' },
  ];
  await ask(team, 'PUT', '/v1/workflows/catalogue', { steps });
  const first = await ask<Run>(team, 'POST', '/v1/workflows/catalogue/runs', { key: 'p-1', input: { sku: 'p-1' } });
  const again = await team.service.call('POST', '/v1/workflows/catalogue/runs', { key: 'p-1', input: { sku: 'p-1' } });
  expect([again.status, (await again.json()).id]).toEqual([200, first.id]);
  const late = await ask<Run>(team, 'POST', '/v1/workflows/catalogue/runs', {
    key: 'p-2',
    input: { sku: 'p-2' },
    step: 'texts',
    output: { text: 'From elsewhere.' },
  });
  const reach = (run: Run, state: string, step: string | null) =>
    until(team, run.batchId, () => true).then(async () => {
      for (;;) {
        const now = await ask<Run>(team, 'GET', `/v1/runs/${run.id}`);
        if (now.state === state && now.step === step) return now;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    });
  for (const run of [first, late]) {
    const english = await reach(run, 'waiting', 'texts');
    await ask(team, 'POST', `/v1/items/${english.itemId}/reviews`, { verdict: 'edit', output: { text: `Edited ${run.key}.` } });
    const german = await reach(run, 'waiting', 'translations');
    expect(german.itemId).not.toBe(english.itemId);
    expect(await ask(team, 'GET', `/v1/items/${german.itemId}`)).toMatchObject({
      input: { input: { sku: run.key }, outputs: { texts: { text: `Edited ${run.key}.` } } },
      output: { text: 'Auf Deutsch.' },
    });
    await ask(team, 'POST', `/v1/items/${german.itemId}/reviews`, { verdict: 'approve' });
    await reach(run, 'delivered', 'shop');
  }
  expect(model.calls.map(({ messages }) => messages.at(-1)?.content.split('\n')[0])).toEqual([
    'Describe this product: {"sku":"p-1"}',
    'Into German: Edited p-1.',
    'Into German: Edited p-2.',
  ]);
});
