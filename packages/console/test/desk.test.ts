import { type Claim, CountersignError, type Item, type ItemSummary } from '@countersign/contract';
import { expect, test } from 'vitest';
import { Desk } from '../src/review/desk.ts';
import type { DeskSetting } from '../src/review/desk-view.ts';
import { openShelf } from '../src/review/shelf.ts';
import { memoryStorage } from './memory-storage.ts';

const hash = `sha256:${'0'.repeat(64)}`;
const itemOf = (id: string): Item => ({
  id,
  checkpoint: 'texts',
  key: id,
  label: id,
  state: 'waiting',
  severity: 'medium',
  priority: 0,
  dueAt: null,
  confidence: null,
  model: null,
  revision: 1,
  outputHash: hash,
  decision: null,
  createdAt: '2026-11-22T09:00:00.000Z',
  releasedAt: null,
  flags: null,
  input: {},
  output: `text of ${id}`,
  metadata: {},
});
const claimOf = (id: string, draft: string | null = null): Claim => ({
  item: itemOf(id),
  draft,
  expiresAt: '2026-11-22T10:00:00.000Z',
  skips: 0,
});
const decided = (id: string): ItemSummary => ({
  ...itemOf(id),
  state: 'decided',
  decision: {
    id: 'd',
    outcome: 'approved',
    by: { kind: 'person', id: 'me' },
    at: '2026-11-22T09:00:00.000Z',
    outputHash: hash,
    revision: 1,
    reasons: [],
    comment: '',
    undoUntil: '2026-11-22T09:00:10.000Z',
  },
});

function setUp(over: Partial<DeskSetting['api']> = {}, queue = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
  const calls: string[] = [];
  const waiting = [...queue];
  const take = (limit: number) => waiting.splice(0, limit).map((id) => claimOf(id));
  const api: DeskSetting['api'] = {
    claim: async ({ limit = 1, item }) => (item ? [claimOf(item)] : take(limit)),
    heartbeat: async (ids) => ({ held: ids.map((itemId) => ({ itemId, expiresAt: '' })), lost: [] }),
    giveBack: async (ids, skip) => void calls.push(`${skip ? 'skip' : 'give back'} ${ids.join()}`),
    review: async (id, review) => {
      calls.push(`${review.verdict} ${id}`);
      return { item: decided(id), claims: take(review.claimNext?.limit ?? 0) };
    },
    undo: async (id) => {
      calls.push(`undo ${id}`);
      return { claim: claimOf(id) };
    },
    saveDraft: async () => undefined as never,
    getItem: async (id) => itemOf(id),
    hold: async (id, { until }) => void calls.push(`hold ${id} until ${until}`),
    assign: async (id, { personId }) => void calls.push(`assign ${id} to ${personId}`),
    decideFlags: async (id, decisions) => void calls.push(`flags ${id} ${decisions.length}`),
    ...over,
  };
  const storage = memoryStorage();
  let id = 0;
  const desk = new Desk({
    api,
    outboxShelf: openShelf('o.', storage),
    draftShelf: openShelf('d.', storage),
    tab: 't',
    now: () => 1000,
    wait: () => new Promise((resolve) => setTimeout(resolve, 1)),
    newId: () => String(++id),
    undoSeconds: () => 10,
    onDecided: () => {},
  });
  return { desk, calls, storage };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const inHand = (desk: Desk) => desk.view().current?.claim.item.id ?? null;

test('the next item is in hand at once, before the server has answered', async () => {
  const { desk } = setUp({ review: () => new Promise(() => {}) });
  await desk.open({});
  desk.decide('approve');
  expect([inHand(desk), desk.view().ahead, desk.view().done]).toEqual(['b', 3, 1]);
});

test('the pile stays full while deciding, and every item is decided once', async () => {
  const { desk, calls } = setUp();
  await desk.open({});
  for (let each = 0; each < 8; each += 1) {
    desk.decide('approve');
    await settle();
  }
  expect(calls).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => `approve ${id}`));
  expect([inHand(desk), desk.view().phase]).toEqual([null, 'empty']);
});

test('undo brings back the item with the text that the person had typed', async () => {
  const { desk, calls } = setUp();
  await desk.open({});
  desk.type('my text');
  desk.decide('edit');
  await settle();
  await desk.undo();
  expect([calls, inHand(desk), desk.view().current?.output, desk.view().done]).toEqual([['edit a', 'undo a'], 'a', 'my text', 0]);
});

test('[I3] a decision that came too late leaves the one that stands, and keeps the text as a draft', async () => {
  const decision = decided('a').decision;
  const { desk, storage } = setUp({
    review: async () => {
      throw new CountersignError('already_decided', 'late', { context: { decision } });
    },
  });
  await desk.open({});
  desk.type('my text');
  desk.decide('edit');
  await settle();
  const [trouble] = desk.view().troubles;
  expect([trouble?.code, trouble?.decision, trouble?.output, inHand(desk)]).toEqual(['already_decided', decision, 'my text', 'b']);
  expect(storage.getItem('d.a')).toContain('my text');
});

test('[C2] a lost claim on the item in hand is taken again and the text stays', async () => {
  const { desk } = setUp({ heartbeat: async () => ({ held: [], lost: ['a', 'c'] }) });
  await desk.open({});
  desk.type('my text');
  await desk.heartbeat();
  expect([inHand(desk), desk.view().current?.output, desk.view().current?.lost]).toEqual(['a', 'my text', undefined]);
  expect(desk.heldIds()).not.toContain('c');
});

test('[C2] an item that somebody else decided meanwhile cannot be decided, and its text can be copied', async () => {
  const { desk, calls } = setUp({
    heartbeat: async () => ({ held: [], lost: ['a'] }),
    claim: async ({ item, limit = 1 }) => {
      if (item) throw new CountersignError('already_decided', 'late');
      return ['a', 'b', 'c'].slice(0, limit).map((id) => claimOf(id));
    },
    getItem: async (id) => ({ ...itemOf(id), ...decided(id) }),
  });
  await desk.open({});
  desk.type('my text');
  await desk.heartbeat();
  desk.decide('edit');
  expect([desk.view().current?.lost?.decision?.outcome, desk.view().current?.output, calls]).toEqual(['approved', 'my text', []]);
});

test('claims that arrive after the screen was left go back at once', async () => {
  let arrive = (_: Claim[]) => {};
  const { desk, calls } = setUp({
    claim: () =>
      new Promise((resolve) => {
        arrive = resolve;
      }),
  });
  const opened = desk.open({});
  desk.close();
  arrive([claimOf('a')]);
  await opened;
  expect([calls, inHand(desk)]).toEqual([['give back a'], null]);
});

test('a draft of the server is restored, and a newer one of this machine wins', async () => {
  const { desk, storage } = setUp({ claim: async ({ item }) => (item ? [] : [claimOf('a', 'from server'), claimOf('b', 'from server')]) });
  storage.setItem('d.b', JSON.stringify({ output: 'typed here', saved: false, at: 1 }));
  await desk.open({});
  expect(desk.view().current?.output).toBe('from server');
  desk.decide('approve');
  expect(desk.view().current?.output).toBe('typed here');
});
