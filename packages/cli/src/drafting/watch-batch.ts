import { setTimeout as sleep } from 'node:timers/promises';
import { type Batch, type Countersign, CountersignError } from '@countersign/sdk';
import type { Surroundings } from '../program.ts';
import { ProgressLine } from '../progress.ts';

const lookEveryMs = 500;

/** Watches a batch with a progress line until there is nothing left to draft, or it is paused. */
export async function watchBatch(client: Countersign, id: string, { terminal, signal }: Surroundings): Promise<Batch> {
  const line = new ProgressLine(terminal, 'rows');
  try {
    for (;;) {
      const batch = await client.batches.get(id, { signal });
      if (batch.state !== 'running' && batch.state !== 'trying') return batch;
      const { drafted, left } = batch.progress;
      line.show(drafted, drafted + left === 0 ? null : drafted / (drafted + left));
      await sleep(lookEveryMs, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted)
      throw new CountersignError(
        'aborted',
        `The server goes on drafting. Watch it: countersign batches ${id} --wait. Stop it: countersign batches ${id} --pause`,
        {
          cause: error,
        },
      );
    throw error;
  } finally {
    line.clear();
  }
}
