import type { Run } from '@countersign/contract';
import { expect, test } from 'vitest';
import { getBatch, listBatches } from '../src/batches/get.ts';
import { putBatchSettings } from '../src/batches/settings.ts';
import { launchBatch } from '../src/batches/start.ts';
import { cancelBatch, pauseBatch, resumeBatch, retryBatch, tryBatch } from '../src/batches/steer.ts';
import { claimRuns } from '../src/runs/claim.ts';
import { findLanes } from '../src/runs/lanes.ts';
import { startRun } from '../src/runs/start.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { putWorkflow } from '../src/workflows/put.ts';
import { recordedDraft, stepsTo, tableOf, uploadTo } from './drafting-verbs.ts';
import { kindsOf, logOf } from './observe.ts';

const { db } = await useTestDatabase();

async function open(rows = 3) {
  const workspace = await makeWorkspace(db);
  const { owner: ctx } = workspace;
  await workspace.checkpoint('texts');
  const table = tableOf(['sku'], ...Array.from({ length: rows }, (_, at) => [`p-${at + 1}`]));
  const { id } = await uploadTo(ctx, table);
  await putBatchSettings({ ctx, id, input: { checkpoint: 'texts', draft: recordedDraft } });
  return { ...workspace, ctx, id };
}

const batchKinds = async (workspaceId: string) => (await kindsOf(db, workspaceId)).filter((kind) => kind.startsWith('batch.'));

test('[G1] each act on a batch is one entry of the log, with its id and no content', async () => {
  const { ctx, id } = await open();
  await tryBatch({ ctx, id, input: { rows: 1 } });
  await launchBatch({ ctx, id });
  await pauseBatch({ ctx, id });
  await pauseBatch({ ctx, id });
  await resumeBatch({ ctx, id, input: {} });
  await retryBatch({ ctx, id });
  await cancelBatch({ ctx, id });
  expect(await batchKinds(ctx.workspaceId)).toEqual([
    'batch.created',
    'batch.changed',
    'batch.tried',
    'batch.started',
    'batch.paused',
    'batch.resumed',
    'batch.cancelled',
  ]);
  const entries = (await logOf(db, ctx.workspaceId)).filter(({ kind }) => kind.startsWith('batch.'));
  expect(entries.every(({ data }) => data.batchId === id)).toBe(true);
  expect(JSON.stringify(entries)).not.toMatch(/p-1|foreign\.csv|Describe/);
});

test('many start a batch at once: it is started once', async () => {
  const { ctx, id } = await open();
  const started = await Promise.all([1, 2, 3, 4].map(() => launchBatch({ ctx, id })));
  expect(new Set(started.map(({ startedAt }) => startedAt)).size).toBe(1);
  expect((await batchKinds(ctx.workspaceId)).filter((kind) => kind === 'batch.started')).toHaveLength(1);
});

test('a start and a change of settings race: the settings that stand are those it goes by', async () => {
  const { ctx, id } = await open();
  const change = putBatchSettings({ ctx, id, input: { checkpoint: 'texts', draft: { ...recordedDraft, prompt: 'Another' } } });
  const [changed] = await Promise.allSettled([change, launchBatch({ ctx, id })]);
  const { version, settings } = await getBatch({ ctx, id });
  expect([version, settings?.draft?.prompt]).toEqual(changed.status === 'fulfilled' ? [2, 'Another'] : [1, recordedDraft.prompt]);
});

test('[C1] workers that claim at once get different rows, in the order of the file', async () => {
  const { ctx, id } = await open(40);
  await launchBatch({ ctx, id });
  const lane = (await findLanes(db)).find(({ batchId }) => batchId === id);
  if (!lane) throw new Error('The batch has no lane.');
  const claim = (workerId: string) => claimRuns({ lane, limit: 10, workerId, provider: 'recorded' });
  const claimed = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(claim));
  const rows = claimed.flatMap(({ runs }) => runs.map(({ row }) => row));
  expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  expect((await getBatch({ ctx, id })).counts).toEqual({ drafting: 40 });
});

test('nothing is claimed of a batch that is new, paused or cancelled, and of a trial only its rows', async () => {
  const { ctx, id } = await open(5);
  const mine = async () => (await findLanes(db)).filter(({ batchId }) => batchId === id);
  expect(await mine()).toEqual([]);
  await tryBatch({ ctx, id, input: { rows: 2 } });
  const [lane] = await mine();
  expect(lane?.isTrial).toBe(true);
  expect((await claimRuns({ lane: lane as never, limit: 10, workerId: 'w', provider: 'recorded' })).runs.map(({ row }) => row)).toEqual([
    1, 2,
  ]);
  expect(await mine()).toEqual([]);
  await launchBatch({ ctx, id });
  expect(await mine()).toHaveLength(1);
  await pauseBatch({ ctx, id });
  expect(await mine()).toEqual([]);
  await cancelBatch({ ctx, id });
  expect(await mine()).toEqual([]);
});

test('the same key sent by many at once is one run, in the open batch of that version', async () => {
  const { owner: ctx, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts');
  await putWorkflow({ ctx, name: 'shop', input: stepsTo('texts') });
  const send = () => startRun({ ctx, workflow: 'shop', input: { key: 'p-1', input: { name: 'Kettle' } } });
  const sent: { run: Run; replayed: boolean }[] = await Promise.all([send(), send(), send()]);
  expect(new Set(sent.map(({ run }) => run.id)).size).toBe(1);
  expect(sent.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect((await kindsOf(db, ctx.workspaceId)).filter((kind) => kind === 'run.started')).toHaveLength(1);
  expect(await listBatches({ ctx })).toMatchObject([{ kind: 'workflow', title: 'shop', version: 1, counts: { ready: 1 } }]);
});

test.each([
  [{ step: 'nowhere' }, '/step'],
  [{ step: 'texts' }, '/output'],
  [{ output: 'x' }, '/output'],
])('work cannot enter with %j', async (more, pointer) => {
  const { owner: ctx, checkpoint } = await makeWorkspace(db);
  await checkpoint('texts');
  await putWorkflow({ ctx, name: 'shop', input: stepsTo('texts') });
  await expect(startRun({ ctx, workflow: 'shop', input: { key: 'k', input: 1, ...more } })).rejects.toMatchObject({ details: { pointer } });
});
