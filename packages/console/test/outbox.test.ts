import { CountersignError, type ReviewResult } from '@countersign/contract';
import { expect, test } from 'vitest';
import { type Entry, Outbox, type OutboxEvents } from '../src/review/outbox.ts';
import { openShelf } from '../src/review/shelf.ts';
import { memoryStorage } from './memory-storage.ts';

const entry = (id: string, over: Partial<Entry> = {}): Entry => ({
  id,
  itemId: `item-${id}`,
  label: id,
  at: 1000,
  tab: 'tab',
  post: { kind: 'review', review: { verdict: 'approve', reasons: [], comment: '' } },
  ...over,
});

function setUp(send: OutboxEvents['send'], storage = memoryStorage(), now = () => 1000) {
  const sent: string[] = [];
  const refused: [string, string][] = [];
  const pauses: { length: number; end: () => void }[] = [];
  const shelf = openShelf<Entry>('outbox.', storage);
  const outbox = new Outbox(
    { send, sent: (each) => sent.push(each.id), refused: (each, error) => refused.push([each.id, error.code]), changed: () => {} },
    { shelf, tab: 'tab', now, wait: (length) => new Promise((end) => pauses.push({ length, end })), rest: async () => undefined },
  );
  return { outbox, shelf, sent, refused, pauses };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const ok = null as ReviewResult | null;

test('decisions go out one at a time, in the order in which they were made', async () => {
  const started: string[] = [];
  const gates: (() => void)[] = [];
  const { outbox, sent } = setUp((each) => {
    started.push(each.id);
    return new Promise((resolve) => gates.push(() => resolve(ok)));
  });
  outbox.add(entry('1'));
  outbox.add(entry('2'));
  await settle();
  expect(started).toEqual(['1']);
  gates[0]!();
  await settle();
  expect([started, sent]).toEqual([['1', '2'], ['1']]);
});

test('an unreachable server pauses the queue with growing pauses and loses nothing', async () => {
  let isDown = true;
  const { outbox, sent, pauses, shelf } = setUp(async () => {
    if (isDown) throw new CountersignError('network', 'no');
    return ok;
  });
  outbox.add(entry('1'));
  outbox.add(entry('2'));
  await settle();
  pauses[0]!.end();
  await settle();
  expect([pauses.map((each) => each.length), shelf.all().length, outbox.isPaused]).toEqual([[1000, 2000], 2, true]);
  isDown = false;
  outbox.hurry();
  await settle();
  expect([sent, shelf.all(), outbox.isPaused]).toEqual([['1', '2'], [], false]);
});

test('[I3] a refused decision is handed over and does not hold up the next', async () => {
  const { outbox, sent, refused } = setUp(async (each) => {
    if (each.id === '1') throw new CountersignError('already_decided', 'late');
    return ok;
  });
  outbox.add(entry('1'));
  outbox.add(entry('2'));
  await settle();
  expect([refused, sent]).toEqual([[['1', 'already_decided']], ['2']]);
});

test('what was not sent before the page closed is sent after it opens again, oldest first', async () => {
  const storage = memoryStorage();
  const shelf = openShelf<Entry>('outbox.', storage);
  shelf.put('b', entry('b', { at: 2 }));
  shelf.put('a', entry('a', { at: 1 }));
  const { outbox, sent } = setUp(async () => ok, storage);
  outbox.adopt();
  await settle();
  expect(sent).toEqual(['a', 'b']);
});

test('another tab that is alive keeps its own decisions for a minute', async () => {
  const storage = memoryStorage();
  openShelf<Entry>('outbox.', storage).put('x', entry('x', { tab: 'other', at: 1000 }));
  let now = 30_000;
  const { outbox, sent } = setUp(
    async () => ok,
    storage,
    () => now,
  );
  outbox.adopt();
  expect(outbox.size).toBe(0);
  now = 100_000;
  outbox.adopt();
  await settle();
  expect(sent).toEqual(['x']);
});

test('an entry can be taken back while it waits, but not while it is on its way', async () => {
  let arrive = () => {};
  const { outbox } = setUp(
    () =>
      new Promise((resolve) => {
        arrive = () => resolve(ok);
      }),
  );
  outbox.add(entry('1'));
  outbox.add(entry('2'));
  await settle();
  expect([outbox.take('1'), outbox.take('2'), outbox.size]).toEqual([false, true, 1]);
  arrive();
});
