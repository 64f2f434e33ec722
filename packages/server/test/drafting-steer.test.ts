import type { Batch, Run } from '@countersign/contract';
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
  startTestApp,
  until,
  upload,
} from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
// Two workers on one database, as two machines would be.
const workers = [startDrafting(app.parts), startDrafting(app.parts)];
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await app.stop();
});

const price = { currency: 'EUR', inputMicros: 1_000_000, outputMicros: 2_000_000 };

async function open(provider: object = {}, behave?: Parameters<typeof openModelServer>[0]) {
  const team = await app.team();
  await team.checkpoint('texts', { outputSchema });
  const model = await openModelServer(behave);
  await addProvider(team, model, provider);
  return { team, model };
}

test('two workers share a batch, never draft the same row, and never ask more at once than the provider allows', async () => {
  const { team, model } = await open({ concurrency: 10 }, { behave: ({ name }) => ({ say: { text: `All about ${name}.` }, afterMs: 20 }) });
  const { id } = await startBatch(team, 300, { checkpoint: 'texts', draft: draftSettings() });
  const done = await until(team, id, ({ counts }) => counts.waiting === 300);
  expect([...model.answered.values()].filter((count) => count !== 1)).toEqual([]);
  expect(model.calls).toHaveLength(300);
  expect(done.doubtful).toBe(0);
  const { rows } = await db.pool.query(
    `select distinct worker_id from model_calls c join runs r on r.id = c.run_id where r.batch_id = $1`,
    [id],
  );
  expect(rows.length).toBeGreaterThan(0);
  // For a second, until each knows of the other, both take it for theirs alone.
  expect(model.mostAtOnce).toBeLessThanOrEqual(20);
});

test('a trial drafts the first rows, tells what all will take, and its drafts count when the batch starts', async () => {
  const { team, model } = await open({ prices: { 'test-model': price } });
  const { id } = await upload(team, csvOf(40));
  await ask(team, 'PUT', `/v1/batches/${id}`, { checkpoint: 'texts', draft: draftSettings() });
  await ask(team, 'POST', `/v1/batches/${id}/trial`, { rows: 10 });
  const tried = await until(team, id, ({ counts }) => counts.tried === 10);
  expect(tried.state).toBe('new');
  const spent = tried.cost?.micros as number;
  expect(spent).toBe(tried.tokensIn * 1 + tried.tokensOut * 2);
  expect(tried.estimate).toMatchObject({ rowsMeasured: 10, cost: { currency: 'EUR', micros: spent * 3 } });
  expect((await ask<{ items: unknown[] }>(team, 'GET', '/v1/items?checkpoint=texts')).items).toEqual([]);
  await ask(team, 'POST', `/v1/batches/${id}/start`, {});
  await until(team, id, ({ counts }) => counts.waiting === 40);
  expect(model.calls).toHaveLength(40);
});

test('another prompt puts the drafts of a trial aside and counts the version up; the same one does not', async () => {
  const { team, model } = await open();
  const { id } = await upload(team, csvOf(5));
  const put = (prompt: string) => ask<Batch>(team, 'PUT', `/v1/batches/${id}`, { checkpoint: 'texts', draft: draftSettings({ prompt }) });
  expect((await put('One: {{ input | json }}')).version).toBe(1);
  await ask(team, 'POST', `/v1/batches/${id}/trial`, { rows: 2 });
  await until(team, id, ({ counts }) => counts.tried === 2);
  expect(await put('One: {{ input | json }}')).toMatchObject({ version: 1, counts: { tried: 2 } });
  expect(await put('Two: {{ input | json }}')).toMatchObject({ version: 2, counts: { ready: 5 }, estimate: null });
  await ask(team, 'POST', `/v1/batches/${id}/start`, {});
  await until(team, id, ({ counts }) => counts.waiting === 5);
  expect(model.calls).toHaveLength(7);
  expect((await team.owner.call('PUT', `/v1/batches/${id}`, { checkpoint: 'texts', draft: draftSettings() })).status).toBe(409);
});

test('a budget stops a batch before it is exceeded, and a larger one lets it go on', async () => {
  const { team } = await open({ concurrency: 4, prices: { 'test-model': price } });
  const { id } = await upload(team, csvOf(60));
  await ask(team, 'PUT', `/v1/batches/${id}`, { checkpoint: 'texts', draft: draftSettings() });
  await ask(team, 'POST', `/v1/batches/${id}/trial`, { rows: 5 });
  const { cost } = await until(team, id, ({ counts }) => counts.tried === 5);
  const each = (cost?.micros as number) / 5;
  const budget = { currency: 'EUR', micros: Math.round(each * 20.5) };
  await ask(team, 'PUT', `/v1/batches/${id}`, { checkpoint: 'texts', draft: draftSettings(), budget });
  await ask(team, 'POST', `/v1/batches/${id}/start`, {});
  const paused = await until(team, id, ({ state }) => state === 'paused');
  expect(paused.pause).toMatchObject({ reason: 'budget', detail: expect.stringContaining('Raise it and resume') });
  expect(paused.cost?.micros).toBeLessThanOrEqual(budget.micros * 1.02);
  expect(paused.progress.drafted).toBeGreaterThanOrEqual(19);
  expect(paused.progress.drafted).toBeLessThanOrEqual(21);
  const resumed = await ask<Batch>(team, 'POST', `/v1/batches/${id}/resume`, { budget: { currency: 'EUR', micros: 100_000_000 } });
  expect(resumed.settings?.budget).toEqual({ currency: 'EUR', micros: 100_000_000 });
  await until(team, id, ({ counts }) => counts.waiting === 60);
});

test('a budget needs a price, and one currency', async () => {
  const { team } = await open({ prices: { priced: price } });
  const { id } = await upload(team, csvOf(1));
  const put = async (model: string, currency: string) => {
    const answer = await team.owner.call('PUT', `/v1/batches/${id}`, {
      checkpoint: 'texts',
      draft: draftSettings({ model }),
      budget: { currency, micros: 1 },
    });
    return [answer.status, (await answer.json()).pointer];
  };
  expect(await put('unpriced', 'EUR')).toEqual([400, '/budget']);
  expect(await put('priced', 'USD')).toEqual([400, '/budget']);
  expect((await put('priced', 'EUR'))[0]).toBe(200);
});

test('a pause makes no further call, a resume goes on, a cancel leaves what is drafted and drops the rest', async () => {
  const { team, model } = await open({ concurrency: 2 }, { behave: ({ name }) => ({ say: { text: `All about ${name}.` }, afterMs: 30 }) });
  const { id } = await startBatch(team, 60, { checkpoint: 'texts', draft: draftSettings() });
  await until(team, id, ({ progress }) => progress.drafted >= 5);
  const paused = await ask<Batch>(team, 'POST', `/v1/batches/${id}/pause`, {});
  expect(paused).toMatchObject({ state: 'paused', pause: { reason: 'person' } });
  await until(team, id, ({ counts }) => !counts.drafting);
  const calls = model.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(model.calls).toHaveLength(calls);
  await ask(team, 'POST', `/v1/batches/${id}/resume`, {});
  await until(team, id, ({ progress }) => progress.drafted >= calls + 3);
  await ask(team, 'POST', `/v1/batches/${id}/cancel`, {});
  const cancelled = await until(team, id, ({ counts }) => !counts.drafting);
  expect(cancelled.state).toBe('cancelled');
  expect((cancelled.counts.waiting ?? 0) + (cancelled.counts.cancelled ?? 0)).toBe(60);
  expect(cancelled.counts.waiting).toBe(model.answered.size);
  expect((await team.owner.call('POST', `/v1/batches/${id}/resume`, {})).status).toBe(409);
});

test('calls a minute are held', async () => {
  const { team, model } = await open({ concurrency: 8, callsPerMinute: 120 });
  const { id } = await startBatch(team, 30, { checkpoint: 'texts', draft: draftSettings() });
  await until(team, id, ({ progress }) => progress.drafted >= 2);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  // Two a second, and two seconds' worth to begin with, for each worker until it knows of the other.
  expect(model.calls.length).toBeLessThan(16);
  await ask(team, 'POST', `/v1/batches/${id}/cancel`, {});
});

test('rows of a paused batch do not keep those of another waiting', async () => {
  const { team } = await open();
  const first = await startBatch(team, 5, { checkpoint: 'texts', draft: draftSettings() });
  await ask<Batch>(team, 'POST', `/v1/batches/${first.id}/pause`, {});
  await team.checkpoint('others', { outputSchema });
  const second = await startBatch(team, 5, { checkpoint: 'others', draft: draftSettings() });
  await until(team, second.id, ({ counts }) => counts.waiting === 5);
});

test('[I10] what a dead worker held is drafted by another, and only calls that were under way count as doubtful', async () => {
  const { team, model } = await open();
  const { id } = await startBatch(team, 4, { checkpoint: 'texts', draft: draftSettings() });
  await until(team, id, ({ counts }) => counts.waiting === 4);
  // As a process leaves it that is killed: one row fetched only, one with its call recorded.
  await db.pool.query(
    `update runs set state = 'drafting', step = 0, worker_id = 'worker_dead', lease_until = now() - interval '1 second', item_id = null, call_id = case row_number when 1 then call_id end
     where batch_id = $1 and row_number <= 2`,
    [id],
  );
  await db.pool.query(
    `update model_calls set state = 'started' where run_id in (select id from runs where batch_id = $1 and row_number = 1)`,
    [id],
  );
  await db.pool.query(
    `update items set state = 'superseded', run_id = null where run_id in (select id from runs where batch_id = $1 and row_number <= 2)`,
    [id],
  );
  const done = await until(team, id, ({ counts }) => counts.waiting === 4);
  expect(done.doubtful).toBe(1);
  const { runs } = await ask<{ runs: Run[] }>(team, 'GET', `/v1/batches/${id}/runs`);
  expect(runs.map(({ isDoubtful }) => isDoubtful)).toEqual([true, false, false, false]);
  const keys = model.calls.filter(({ name }) => name === 'p-1').map(({ idempotencyKey }) => idempotencyKey);
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
});
