import { CheckpointName, DatasetQuery } from '@countersign/contract';
import { findCheckpoint, type LearningItem, readDataset } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { maskPersonal } from '../../datasets/mask.ts';
import { linesOf } from '../../datasets/write.ts';
import type { App, Parts } from '../app-types.ts';
import { route } from '../route.ts';
import { streamBytes } from '../stream-bytes.ts';

const params = z.object({ name: CheckpointName });

export function datasetRoutes(app: OpenAPIHono<App>, parts: Parts): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/checkpoints/{name}/dataset',
      tag: 'Learning',
      summary: 'Decided work as a data set, one JSON object per line',
      description:
        'sft: `{messages}` of approved and edited items. dpo: `{input, preferred_output, non_preferred_output}`; pairs: `{prompt, chosen, rejected}`: what went out over each version of the AI that people changed or sent back. evals: `{id, input, expected}`.',
      params,
      query: DatasetQuery,
      answers: { 200: { description: 'One object per line', schema: z.string(), type: 'application/x-ndjson' } },
    },
    async (c) => {
      const ctx = c.get('actor');
      const query = DatasetQuery.parse(c.req.query());
      const checkpoint = await findCheckpoint(ctx, c.req.param('name') as string, { fresh: true });
      const items = readDataset({ ctx, checkpoint: checkpoint.name, query });
      const file = [checkpoint.name, query.as, query.split === 'all' ? '' : query.split].filter(Boolean).join('.');
      return streamBytes(c, toLines(items, query, checkpoint.instructions), { type: 'application/x-ndjson', file: `${file}.jsonl`, parts });
    },
  );
}

async function* toLines(items: AsyncIterable<LearningItem>, { as, mask }: DatasetQuery, instructions: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const item of items) {
    const shown = mask ? { ...item, ...(maskPersonal(pick(item)) as ReturnType<typeof pick>) } : item;
    for (const line of linesOf[as](shown, instructions)) yield encoder.encode(`${JSON.stringify(line)}\n`);
  }
}

/** What of an item may hold personal data; its key as well, where people use an address as one. */
const pick = ({ key, input, output, refused, metadata }: LearningItem) => ({ key, input, output, refused, metadata });
