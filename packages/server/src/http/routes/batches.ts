import {
  Batch,
  BatchExportQuery,
  BatchSettings,
  ListRunsQuery,
  Preview,
  PreviewInput,
  ResumeInput,
  RunPage,
  TrialInput,
  UploadQuery,
} from '@countersign/contract';
import {
  cancelBatch,
  createBatch,
  exportBatch,
  exportLayout,
  getBatch,
  launchBatch,
  listBatches,
  listRuns,
  pauseBatch,
  previewBatch,
  putBatchSettings,
  requireRight,
  resumeBatch,
  retryBatch,
  tryBatch,
} from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { fileTypes, formatOf } from '../../drafting/files/formats.ts';
import type { App, Parts, Request } from '../app-types.ts';
import { readJson, route } from '../route.ts';
import { streamBytes } from '../stream-bytes.ts';

const params = z.object({ id: z.string() });
const tag = 'Batches';
const idOf = (c: Request) => c.req.param('id') as string;

export function batchRoutes(app: OpenAPIHono<App>, parts: Parts): void {
  const { findExamples, hints } = parts;

  route(
    app,
    {
      method: 'post',
      path: '/v1/batches',
      tag,
      summary: 'Upload a file of rows: CSV, XLSX or JSONL',
      description: 'The body is the file. Nothing is drafted before the batch has settings and is tried or started.',
      query: UploadQuery,
      body: z.string(),
      bodyType: 'application/octet-stream',
      answers: { 201: { description: 'Uploaded', schema: Batch } },
    },
    async (c) => {
      const ctx = c.get('actor');
      requireRight(ctx, 'batch.write');
      const { name, format: given } = UploadQuery.parse(c.req.query());
      const format = formatOf(name, given);
      const { readTable } = await import('../../drafting/files/read-table.ts');
      const bytes = (c.req.raw.body ?? nothing()) as AsyncIterable<Uint8Array>;
      return c.json(await createBatch({ ctx, fileName: name, format, table: readTable(format, bytes) }), 201);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/batches',
      tag,
      summary: 'The newest batches, at most 100',
      answers: { 200: { description: 'Newest first', schema: z.object({ batches: z.array(Batch) }) } },
    },
    async (c) => c.json({ batches: await listBatches({ ctx: c.get('actor') }) }),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/batches/{id}',
      tag,
      summary: 'One batch with its progress, cost and estimate',
      params,
      answers: { 200: { description: 'The batch as it is', schema: Batch } },
    },
    async (c) => c.json(await getBatch({ ctx: c.get('actor'), id: idOf(c) })),
  );

  route(
    app,
    {
      method: 'put',
      path: '/v1/batches/{id}',
      tag,
      summary: 'Say what is to be done with the rows',
      description:
        'A workflow, or a prompt, a model and a checkpoint. Until the batch is started; other settings put the drafts of a trial aside.',
      params,
      body: BatchSettings,
      answers: { 200: { description: 'The batch as it is now', schema: Batch } },
    },
    async (c) => c.json(await putBatchSettings({ ctx: c.get('actor'), id: idOf(c), input: await readJson(c) })),
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/batches/{id}/preview',
      tag,
      summary: 'The prompt for one row, exactly as it would be sent',
      description: 'With settings that are not stored yet, or with those of the batch. Calls no model.',
      params,
      body: PreviewInput,
      answers: { 200: { description: 'The messages', schema: Preview } },
    },
    async (c) => c.json(await previewBatch({ ctx: c.get('actor'), id: idOf(c), input: await readJson(c), findExamples })),
  );

  const steer = (
    act: 'trial' | 'start' | 'pause' | 'resume' | 'cancel' | 'retry',
    summary: string,
    run: (c: Request) => Promise<Batch>,
    body?: z.ZodType,
  ) =>
    route(
      app,
      {
        method: 'post',
        path: `/v1/batches/{id}/${act}`,
        tag,
        summary,
        params,
        ...(body && { body }),
        answers: { 200: { description: 'The batch as it is now', schema: Batch } },
      },
      async (c) => {
        const batch = await run(c);
        hints.send({ workspaces: [c.get('actor').workspaceId] });
        return c.json(batch);
      },
    );
  const of = (c: Request) => ({ ctx: c.get('actor'), id: idOf(c) });
  steer('trial', 'Draft the first rows and hold them', async (c) => tryBatch({ ...of(c), input: await readJson(c) }), TrialInput);
  steer('start', 'Draft all rows; the drafts of the trial count', (c) => launchBatch(of(c)));
  steer('pause', 'Make no further call', (c) => pauseBatch(of(c)));
  steer(
    'resume',
    'Go on, with another budget if one is sent',
    async (c) => resumeBatch({ ...of(c), input: await readJson(c) }),
    ResumeInput,
  );
  steer('cancel', 'Draft nothing more of it', (c) => cancelBatch(of(c)));
  steer('retry', 'Draft once more what failed', (c) => retryBatch(of(c)));

  route(
    app,
    {
      method: 'get',
      path: '/v1/batches/{id}/runs',
      tag,
      summary: 'The rows of a batch and what became of them, page by page',
      params,
      query: ListRunsQuery,
      answers: { 200: { description: 'In the order of the file', schema: RunPage } },
    },
    async (c) => c.json(await listRuns({ ctx: c.get('actor'), batchId: idOf(c), query: c.req.query() })),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/batches/{id}/export',
      tag,
      summary: 'All rows as a file: their own columns, the result, the decision and who decided',
      description: 'Every row is there, whatever became of it; the result of one that was not released is empty.',
      params,
      query: BatchExportQuery,
      answers: { 200: { description: 'The file', schema: z.string(), type: 'application/octet-stream' } },
    },
    async (c) => {
      const { format } = BatchExportQuery.parse(c.req.query());
      const { layoutOf, writeTable } = await import('../../drafting/files/write-table.ts');
      const { columns, outputSchema, title } = await exportLayout(of(c));
      const bytes = writeTable(format, exportBatch(of(c)), layoutOf(columns, outputSchema));
      const file = `${title.replace(/\.\w+$/, '').replaceAll(/[^\w.-]+/g, '-') || 'batch'}.drafted.${format}`;
      return streamBytes(c, bytes, { type: fileTypes[format], file, parts });
    },
  );
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
