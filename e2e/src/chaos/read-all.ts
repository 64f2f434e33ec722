import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event, ExportedItem, ItemHistory, Json } from '@countersign/contract';
import type { Countersign } from '@countersign/sdk';

/** What the server holds of one checkpoint, as its public API tells it. */
export interface Everything {
  items: ExportedItem[];
  histories: Map<string, ItemHistory>;
  events: Event[];
}

const atOnce = 8;

/** Runs `work` for each, a few at a time. */
export async function forEach<T>(all: Iterable<T>, work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** The log from a position on, up to what is there now: it ends with an item that is handed in for this. */
export async function readLog(countersign: Countersign, checkpoint: string, after: string): Promise<Event[]> {
  const last = await countersign
    .checkpoint(checkpoint)
    .submit({ key: `end-${randomUUID()}`, input: { topic: 'end' }, output: { text: 'end' } });
  const events: Event[] = [];
  for await (const event of countersign.events({ lastEventId: after, signal: AbortSignal.timeout(60_000) })) {
    events.push(event);
    if (event.itemId === last.id && event.kind === 'item.submitted') return events;
  }
  throw new Error('The event stream ended before its end.');
}

/** Waits until nothing is decided and not yet in effect. Answers false when that takes too long. */
export async function awaitReleases(countersign: Countersign, checkpoint: string, patienceMs: number): Promise<boolean> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(100))
    if ((await countersign.checkpoint(checkpoint).get()).counts.decided === 0) return true;
  return false;
}

/** The items of a checkpoint, and the history of each that was reviewed, as the log or the item itself says. */
export async function readItems(countersign: Countersign, checkpoint: string, events: Event[]): Promise<Everything> {
  const items: ExportedItem[] = [];
  for await (const item of countersign.checkpoint(checkpoint).export()) items.push(item as ExportedItem);
  const reviewed = new Set(events.filter(({ kind }) => kind === 'item.decided').map(({ itemId }) => itemId));
  const histories = new Map<string, ItemHistory>();
  await forEach(
    items.filter(({ id, decision }) => decision || reviewed.has(id)),
    async ({ id }) => {
      histories.set(id, await countersign.history(id));
    },
  );
  return { items, histories, events };
}

export async function readDraft(url: string, headers: { [name: string]: string }, itemId: string): Promise<Json> {
  const response = await fetch(`${url}/v1/items/${itemId}/draft`, { headers });
  if (!response.ok) throw new Error(`reading a draft answered ${response.status}`);
  const { draft } = (await response.json()) as { draft: { output: Json } | null };
  return draft?.output ?? null;
}
