import { setTimeout as sleep } from 'node:timers/promises';
import { Countersign } from '@countersign/sdk';
import type { Client } from './submitters.ts';

/** Waits for items through all outages, as a calling program does, and notes what it is told. */
export async function waitOnAndOn({ caller, record, random, signal }: Client, key: string): Promise<void> {
  const countersign = new Countersign({ url: caller.url, key });
  const asked = new Set<string>();
  while (!signal.aborted) {
    const inWork = [...record.reviews.values()].slice(-20).map(({ itemId }) => itemId);
    const open = (random.chance(0.8) ? inWork : record.knownIds()).filter((id) => !asked.has(id));
    if (open.length > 0) {
      const id = random.pick(open);
      asked.add(id);
      await countersign.wait(id, { signal, timeoutMs: 3_000 }).then(
        (item) => record.outcomes.push({ itemId: id, state: item.state, decisionId: item.decision?.id ?? null }),
        (error) => {
          if (error.code !== 'timeout' && error.code !== 'aborted') caller.onFault(`waiting for ${id} failed: ${error.message}`);
        },
      );
    }
    await sleep(random.between(10, 50));
  }
}
