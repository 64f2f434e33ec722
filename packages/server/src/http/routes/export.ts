import { CheckpointName, CountersignError, ExportFormat, ItemState } from '@countersign/contract';
import { exportItems, findCheckpoint } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { App, Parts } from '../app-types.ts';
import { toCsv } from '../csv.ts';
import { route } from '../route.ts';

const params = z.object({ name: CheckpointName });
const ExportQuery = z.object({ format: ExportFormat.default('jsonl'), state: ItemState.optional() });

export function exportRoutes(app: OpenAPIHono<App>, { stopping, logger }: Parts): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/checkpoints/{name}/export',
      tag: 'Items',
      summary: 'All items of a checkpoint as a stream',
      description: 'Any number of rows. A stream that breaks off has no last line feed and must be asked for again.',
      params,
      query: ExportQuery,
      answers: { 200: { description: 'One item per line', schema: z.string(), type: 'application/x-ndjson' } },
    },
    async (c) => {
      const { format, state } = ExportQuery.parse(c.req.query());
      const ctx = c.get('actor');
      const checkpoint = await findCheckpoint(ctx, c.req.param('name') as string);
      const pages = exportItems({ ctx, checkpoint: checkpoint.name, state });
      const chunks = holdLastNewline(format === 'csv' ? toCsv(pages, checkpoint) : toLines(pages));
      const first = await chunks.next();
      const encoder = new TextEncoder();
      const body = new ReadableStream<Uint8Array>({
        async start(controller) {
          if (first.done) controller.close();
          else controller.enqueue(encoder.encode(first.value));
        },
        async pull(controller) {
          try {
            if (stopping.aborted) throw new CountersignError('shutting_down', 'The server stops. Export again.');
            const { done, value } = await chunks.next();
            if (done) controller.close();
            else controller.enqueue(encoder.encode(value));
          } catch (error) {
            logger.warn({ err: error }, 'An export broke off');
            // Ended by the socket: the adapter would write the error as the last line and close the body as if it were whole.
            if (c.env?.outgoing) c.env.outgoing.destroy();
            else controller.error(error);
          }
        },
        async cancel() {
          await chunks.return(undefined);
        },
      });
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
      return new Response(body, {
        headers: {
          'content-type': type,
          'content-disposition': `attachment; filename="${checkpoint.name}.${format}"`,
          'cache-control': 'no-store',
        },
      });
    },
  );
}

async function* toLines(pages: AsyncGenerator<string>): AsyncGenerator<string, undefined> {
  for await (const page of pages) yield `${page}\n`;
  return undefined;
}

/** Gives the last line feed only after everything else, so that its absence shows a stream that broke off. */
async function* holdLastNewline(texts: AsyncGenerator<string, undefined>): AsyncGenerator<string, undefined> {
  let held = '';
  for await (const text of texts) {
    yield held + text.slice(0, -1);
    held = '\n';
  }
  if (held) yield held;
  return undefined;
}
