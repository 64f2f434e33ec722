import type { Batch, ModelCall, Run } from '@countersign/contract';
import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import type { Behaviour, ModelCallSeen } from '../src/testing/index.ts';
import {
  addProvider,
  ask,
  draftSettings,
  openModelServer,
  outputSchema,
  startBatch,
  startDrafting,
  startTestApp,
  type TestTeam,
  until,
} from '../src/testing/index.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
const drafting = startDrafting(app.parts);
afterAll(async () => {
  await drafting.stop();
  await app.stop();
});

const good = ({ name }: ModelCallSeen): Behaviour => ({ say: { text: `All about ${name}.` } });

/** A team with a model that does as told at the first call for the row p-1, and well everywhere else. */
async function meet(trouble: Behaviour | ((call: ModelCallSeen) => Behaviour), provider: object = {}, rows = 3) {
  const team = await app.team();
  await team.checkpoint('texts', { outputSchema });
  let isMet = false;
  const model = await openModelServer({
    behave: (call) => {
      if (typeof trouble === 'function') return trouble(call);
      if (call.name !== 'p-1' || isMet) return good(call);
      isMet = true;
      return trouble;
    },
  });
  await addProvider(team, model, provider);
  const batch = await startBatch(team, rows, { checkpoint: 'texts', draft: draftSettings() });
  return { team, model, batch };
}

const callsFor = async (team: TestTeam, batch: Batch, key: string) => {
  const { runs } = await ask<{ runs: Run[] }>(team, 'GET', `/v1/batches/${batch.id}/runs`);
  const run = runs.find((one) => one.key === key) as Run;
  return { run, calls: (await ask<{ calls: ModelCall[] }>(team, 'GET', `/v1/runs/${run.id}/calls`)).calls };
};

test('JSON that breaks off is repaired once, with what was wrong in the second prompt', async () => {
  const { team, model, batch } = await meet({ say: '{"text": "breaks o' });
  await until(team, batch.id, ({ counts }) => counts.waiting === 3);
  const { calls } = await callsFor(team, batch, 'p-1');
  expect(calls.map(({ purpose, state, answer }) => [purpose, state, answer])).toEqual([
    ['draft', 'failed', '{"text": "breaks o'],
    ['repair', 'answered', null],
  ]);
  expect(
    model.calls
      .filter(({ name }) => name === 'p-1')
      .at(-1)
      ?.messages.slice(-2),
  ).toEqual([
    { role: 'assistant', content: '{"text": "breaks o' },
    { role: 'user', content: expect.stringContaining('It is not JSON') },
  ]);
});

test('an output that does not fit twice fails the row with the reason, and a retry drafts it again', async () => {
  let isBetter = false;
  const { team, model, batch } = await meet((call) => (call.name === 'p-1' && !isBetter ? { say: { text: 'x' } } : good(call)));
  const failed = await until(team, batch.id, ({ counts }) => counts.waiting === 2 && counts.failed === 1);
  expect(failed.state).toBe('done');
  const { run } = await callsFor(team, batch, 'p-1');
  expect(run.failure).toMatchObject({ code: 'misfit', detail: expect.stringMatching(/\/text must NOT have fewer than 3 characters/) });
  expect(model.calls.filter(({ name }) => name === 'p-1')).toHaveLength(2);
  isBetter = true;
  await ask(team, 'POST', `/v1/batches/${batch.id}/retry`, {});
  await until(team, batch.id, ({ counts }) => counts.waiting === 3 && !counts.failed);
});

test('JSON in a fence or between words is taken without a second call', async () => {
  const { team, model, batch } = await meet({ say: 'Here you are:\n```json\n{"text": "In a fence."}\n```' });
  await until(team, batch.id, ({ counts }) => counts.waiting === 3);
  expect(model.calls).toHaveLength(3);
});

test('a 500 is tried again later, and the row that always meets one fails after four tries', async () => {
  const once = await meet({ status: 500 });
  await until(once.team, once.batch.id, ({ counts }) => counts.waiting === 3);
  const { calls } = await callsFor(once.team, once.batch, 'p-1');
  expect(calls.map(({ state, failure }) => [state, failure?.code])).toEqual([
    ['failed', 'provider_failed'],
    ['answered', undefined],
  ]);
  const always = await meet((call) => (call.name === 'p-1' ? { status: 500 } : good(call)));
  await db.pool.query(`update runs set tries = 3 where batch_id = $1 and row_number = 1`, [always.batch.id]);
  const end = await until(always.team, always.batch.id, ({ counts }) => counts.failed === 1 && counts.waiting === 2);
  expect(end.state).toBe('done');
});

test('a 429 with Retry-After is waited for by the whole provider, and costs the row no try', async () => {
  const at: number[] = [];
  const { team, model, batch } = await meet(
    (call) => {
      at.push(performance.now());
      return call.number === 1 ? { status: 429, headers: { 'retry-after': '1' } } : good(call);
    },
    { concurrency: 1 },
  );
  await until(team, batch.id, ({ counts }) => counts.waiting === 3);
  expect(model.calls).toHaveLength(4);
  expect((at[1] as number) - (at[0] as number)).toBeGreaterThan(900);
  const { run } = await callsFor(team, batch, 'p-1');
  expect(run.tries).toBe(0);
});

test('a model that does not answer in time is asked again under the same id, and the row counts as doubtful', async () => {
  const { team, model, batch } = await meet({ hang: true }, { timeoutSeconds: 1 });
  const done = await until(team, batch.id, ({ counts }) => counts.waiting === 3);
  expect(done.doubtful).toBe(1);
  const keys = model.calls.filter(({ name }) => name === 'p-1').map(({ idempotencyKey }) => idempotencyKey);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  const { run, calls } = await callsFor(team, batch, 'p-1');
  expect([run.isDoubtful, calls.map(({ state }) => state)]).toEqual([true, ['answered']]);
});

test('a connection that breaks in the middle leaves the same doubt', async () => {
  const { team, batch } = await meet({ break: true });
  expect((await until(team, batch.id, ({ counts }) => counts.waiting === 3)).doubtful).toBe(1);
});

test('streamed answers are received piece by piece; a stream that falls silent is given up', async () => {
  const { team, model, batch } = await meet({ hang: true, sayFirst: '{"text": "All ab' }, { isStreamed: true, timeoutSeconds: 1 });
  const done = await until(team, batch.id, ({ counts }) => counts.waiting === 3);
  expect(model.calls.every(({ isStreamed }) => isStreamed)).toBe(true);
  expect(done.tokensOut).toBeGreaterThan(0);
  expect(done.doubtful).toBe(1);
});

test('a slow answer is waited for while others go on', async () => {
  const { team, model, batch } = await meet({ say: { text: 'Slow and good.' }, afterMs: 800 }, { timeoutSeconds: 5, concurrency: 2 }, 6);
  await until(team, batch.id, ({ counts }) => counts.waiting === 6);
  expect(model.calls).toHaveLength(6);
});

test('a key that is refused pauses the batch with the reason, and costs no row a try', async () => {
  const { team, batch } = await meet(() => ({ status: 401, body: { error: { message: 'Incorrect API key provided: sk-secret' } } }), {
    key: 'sk-secret',
  });
  const paused = await until(team, batch.id, ({ state, counts }) => state === 'paused' && !counts.drafting);
  expect(paused.pause).toMatchObject({ reason: 'provider', detail: expect.stringContaining('refuses the key (401)') });
  expect(JSON.stringify(paused)).not.toContain('sk-secret');
  const { runs } = await ask<{ runs: Run[] }>(team, 'GET', `/v1/batches/${batch.id}/runs`);
  expect(JSON.stringify(runs)).not.toContain('sk-secret');
  expect(runs.map(({ state, tries }) => [state, tries])).toEqual(Array(3).fill(['ready', 0]));
});

test('rows that cannot be read, do not fit, or whose key is taken fail by themselves before anything is paid', async () => {
  const team = await app.team();
  const inputSchema = { type: 'object', properties: { weight: { type: 'number' } }, required: ['weight'] };
  await team.checkpoint('texts', { outputSchema, inputSchema });
  const model = await openModelServer();
  await addProvider(team, model);
  await team.service.call('POST', '/v1/checkpoints/texts/items', { key: 'p-4', input: { weight: 1 }, output: { text: 'There already.' } });
  const file = 'sku,weight\np-1,1\n,2\np-3,heavy\np-4,4\np-1,5\np-6,"6"\np-7,7,too many\n';
  const { id, badRows } = await (await team.owner.call('POST', '/v1/batches?name=a.csv', file)).json();
  expect(badRows).toEqual([{ row: 7, detail: expect.stringContaining('Record Length') }]);
  await ask(team, 'PUT', `/v1/batches/${id}`, { checkpoint: 'texts', draft: draftSettings() });
  await ask(team, 'POST', `/v1/batches/${id}/start`, {});
  await until(team, id, ({ counts }) => counts.waiting === 2 && counts.failed === 4);
  const { runs } = await ask<{ runs: Run[] }>(team, 'GET', `/v1/batches/${id}/runs`);
  expect(runs.map(({ failure }) => failure?.detail ?? null)).toEqual([
    null,
    expect.stringContaining('This row has no sku'),
    expect.stringContaining('/input/weight must be number'),
    expect.stringContaining('already stands for another item at texts. No model was asked'),
    'Row 1 has the same key. Give each row its own.',
    null,
  ]);
  expect(model.calls.map(({ name }) => name).sort()).toEqual(['p-1', 'p-6']);
});
