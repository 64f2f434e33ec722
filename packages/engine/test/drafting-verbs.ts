import { createBatch, type UploadedTable } from '../src/batches/create.ts';
import { exportBatch, exportLayout } from '../src/batches/export.ts';
import { getBatch, listBatches } from '../src/batches/get.ts';
import { previewBatch } from '../src/batches/preview.ts';
import { putBatchSettings } from '../src/batches/settings.ts';
import { launchBatch } from '../src/batches/start.ts';
import { cancelBatch, pauseBatch, resumeBatch, retryBatch, tryBatch } from '../src/batches/steer.ts';
import type { Context } from '../src/context.ts';
import { noExamples } from '../src/prompts/examples.ts';
import { listProviders } from '../src/providers/list.ts';
import { putProvider } from '../src/providers/put.ts';
import { removeProvider } from '../src/providers/remove.ts';
import { getRun, listCalls, listCallsOfRun, listRuns } from '../src/runs/list.ts';
import { startRun } from '../src/runs/start.ts';
import { getWorkflow, listWorkflows } from '../src/workflows/get.ts';
import { putWorkflow } from '../src/workflows/put.ts';
import type { Verb } from './verbs.ts';

export const tableOf = (columns: string[], ...lines: string[][]): UploadedTable => ({
  columns,
  rows: (async function* () {
    yield lines.map((cells, at) => ({ row: at + 1, cells }));
  })(),
});

export const recordedDraft = { provider: 'recorded', model: 'shop-writer-1', prompt: 'Describe {{ input | json }}' };
export const stepsTo = (checkpoint: string) => ({ steps: [{ draft: 'write', ...recordedDraft }, { checkpoint }] });
export const uploadTo = (ctx: Context, table = tableOf(['sku', 'name'], ['p-1', 'foreign name'], ['p-2', 'Kettle'])) =>
  createBatch({ ctx, fileName: 'foreign.csv', format: 'csv', table });

const drain = async (pages: AsyncIterable<unknown>): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const page of pages) all.push(page);
  return all;
};

/** The verbs of drafting. */
export const draftingVerbs: Verb[] = [
  { name: 'listProviders', action: 'provider.read', run: (ctx) => listProviders({ ctx }) },
  {
    name: 'putProvider',
    action: 'provider.write',
    run: (ctx) => putProvider({ ctx, name: 'put', input: { kind: 'openai', key: 'sk' }, secret: 'secret' }),
  },
  { name: 'removeProvider', action: 'provider.write', run: (ctx, { provider }) => removeProvider({ ctx, name: provider }) },
  { name: 'listWorkflows', action: 'workflow.read', run: (ctx) => listWorkflows({ ctx }) },
  { name: 'getWorkflow', action: 'workflow.read', run: (ctx, { workflow }) => getWorkflow({ ctx, name: workflow }) },
  {
    name: 'putWorkflow',
    action: 'workflow.write',
    run: (ctx, { checkpoint }) => putWorkflow({ ctx, name: 'put', input: stepsTo(checkpoint) }),
  },
  { name: 'startRun', action: 'run.start', run: (ctx, { workflow }) => startRun({ ctx, workflow, input: { key: 'k', input: 1 } }) },
  { name: 'getRun', action: 'batch.read', run: (ctx, { runId }) => getRun({ ctx, id: runId }) },
  { name: 'listRuns', action: 'batch.read', run: (ctx, { batchId }) => listRuns({ ctx, batchId, query: {} }) },
  { name: 'listCalls', action: 'call.read', run: (ctx, { itemId }) => listCalls({ ctx, itemId }) },
  { name: 'listCallsOfRun', action: 'call.read', run: (ctx, { runId }) => listCallsOfRun({ ctx, id: runId }) },
  {
    name: 'createBatch',
    action: 'batch.write',
    run: (ctx) => createBatch({ ctx, fileName: 'own.csv', format: 'csv', table: tableOf(['sku'], ['p-1']) }),
  },
  { name: 'getBatch', action: 'batch.read', run: (ctx, { batchId }) => getBatch({ ctx, id: batchId }) },
  { name: 'listBatches', action: 'batch.read', run: (ctx) => listBatches({ ctx }) },
  {
    name: 'putBatchSettings',
    action: 'batch.write',
    run: (ctx, { batchId, checkpoint }) => putBatchSettings({ ctx, id: batchId, input: { checkpoint, draft: recordedDraft } }),
  },
  {
    name: 'previewBatch',
    action: 'batch.read',
    run: (ctx, { batchId }) => previewBatch({ ctx, id: batchId, input: {}, findExamples: noExamples }),
  },
  { name: 'tryBatch', action: 'batch.write', run: (ctx, { batchId }) => tryBatch({ ctx, id: batchId, input: {} }) },
  { name: 'launchBatch', action: 'batch.write', run: (ctx, { batchId }) => launchBatch({ ctx, id: batchId }) },
  { name: 'pauseBatch', action: 'batch.write', run: (ctx, { batchId }) => pauseBatch({ ctx, id: batchId }) },
  { name: 'resumeBatch', action: 'batch.write', run: (ctx, { batchId }) => resumeBatch({ ctx, id: batchId, input: {} }) },
  { name: 'cancelBatch', action: 'batch.write', run: (ctx, { batchId }) => cancelBatch({ ctx, id: batchId }) },
  { name: 'retryBatch', action: 'batch.write', run: (ctx, { batchId }) => retryBatch({ ctx, id: batchId }) },
  { name: 'exportBatch', action: 'batch.read', run: (ctx, { batchId }) => drain(exportBatch({ ctx, id: batchId })) },
  { name: 'exportLayout', action: 'batch.read', run: (ctx, { batchId }) => exportLayout({ ctx, id: batchId }) },
];
