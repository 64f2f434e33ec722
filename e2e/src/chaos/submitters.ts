import { setTimeout as sleep } from 'node:timers/promises';
import { type Caller, call } from './call.ts';
import type { Random } from './random.ts';
import type { Record, SentItem } from './record.ts';

export interface Client {
  caller: Caller;
  name: string;
  record: Record;
  random: Random;
  signal: AbortSignal;
}

const linesPerImport = 15;

const makeItem = ({ name, record, random }: Client): SentItem => {
  const key = `${name}-${record.items.size}`;
  const text = `${key} ${'word '.repeat(Math.ceil(random.between(1, 60)))}`;
  const item: SentItem = { key, input: { topic: key }, output: { text }, certainty: 'uncertain', id: null };
  record.items.set(key, item);
  return item;
};

const toBody = ({ key, input, output }: SentItem) => ({ key, input, output });

/** Hands in one item after the other. What got no answer is sometimes sent again, which must not double it. */
export async function submitOneByOne(client: Client): Promise<void> {
  const { caller, record, random, signal } = client;
  while (!signal.aborted) {
    const item = makeItem(client);
    do {
      const answer = await call(caller, 'POST', `/v1/checkpoints/${record.checkpoint}/items`, { body: toBody(item) });
      if (answer.kind === 'acknowledged') {
        item.certainty = 'acknowledged';
        item.id = answer.body.id;
      } else if (answer.kind === 'refused') caller.onFault(`submitting ${item.key} was refused with ${answer.code}`);
      await sleep(answer.kind === 'uncertain' ? random.between(50, 200) : random.between(10, 60));
    } while (item.certainty === 'uncertain' && !signal.aborted && random.chance(0.7));
  }
}

/** Hands in many items in one request, again and again. */
export async function submitByImport(client: Client): Promise<void> {
  const { caller, record, random, signal } = client;
  while (!signal.aborted) {
    const items = Array.from({ length: linesPerImport }, () => makeItem(client));
    const lines = items.map((item) => JSON.stringify(toBody(item))).join('\n');
    let isDone = false;
    do {
      const answer = await call(caller, 'POST', `/v1/checkpoints/${record.checkpoint}/items/import`, { lines });
      if (answer.kind === 'acknowledged') {
        const { accepted, replayed } = answer.body;
        if (accepted + replayed !== items.length)
          caller.onFault(`an import of ${items.length} good lines took ${JSON.stringify(answer.body)}`);
        for (const item of items) item.certainty = 'acknowledged';
        isDone = true;
      } else if (answer.kind === 'refused') caller.onFault(`an import was refused with ${answer.code}`);
      await sleep(random.between(150, 500));
    } while (!isDone && !signal.aborted && random.chance(0.7));
  }
}
