import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemSummary } from '@countersign/contract';
import { call } from './call.ts';
import type { SentRevision } from './record.ts';
import type { Client } from './submitters.ts';

/** Answers what reviewers returned, until the signal aborts. What got no answer is sent again, which must not double it. */
export async function reviseOnAndOn({ caller, record, random, signal }: Client): Promise<void> {
  while (!signal.aborted) {
    const page = await call(caller, 'GET', `/v1/items?checkpoint=${record.checkpoint}&state=returned&limit=20`);
    const returned: ItemSummary[] = page.kind === 'acknowledged' ? page.body.items : [];
    for (const { id: itemId, decision } of returned) {
      if (signal.aborted || !decision || random.chance(0.4)) continue;
      const output = { text: `answer to ${decision.id}` };
      const sent: SentRevision = record.revisions.get(decision.id) ?? { itemId, returnId: decision.id, output, certainty: 'uncertain' };
      record.revisions.set(decision.id, sent);
      const answer = await call(caller, 'POST', `/v1/items/${itemId}/revisions`, { body: { output, returnId: decision.id } });
      if (answer.kind === 'acknowledged') sent.certainty = 'acknowledged';
      if (answer.kind === 'refused') caller.onFault(`an answer to ${decision.id} was refused with ${answer.code}`);
    }
    await sleep(random.between(50, 200));
  }
}
