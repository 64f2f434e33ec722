import { type Claim, CountersignError } from '@countersign/contract';
import { expect, test } from 'vitest';
import type { Desk } from '../src/review/desk.ts';
import { claimOf, decided, itemOf, setUpDesk as setUp } from './desk-set-up.ts';
import { flagOf } from './flag-of.ts';

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

test('an item is put on hold or assigned, the next is in hand at once, and it can be taken back', async () => {
  const { desk, calls } = setUp();
  await desk.open({});
  desk.hold('2026-11-23T09:00:00.000Z', '');
  desk.assign('person_2', 'please');
  expect([inHand(desk), desk.view().done]).toEqual(['c', 0]);
  await settle();
  await desk.undo();
  await desk.undo();
  expect([calls.slice(0, 3), inHand(desk)]).toEqual([
    ['hold a until 2026-11-23T09:00:00.000Z', 'assign b to person_2', 'assign b to null'],
    'a',
  ]);
});

test('the last ten decisions can be taken back, each by itself', async () => {
  const names = Array.from({ length: 14 }, (_, index) => `i${index}`);
  const { desk, calls } = setUp({}, names);
  await desk.open({});
  for (const _ of names.slice(0, 12)) {
    desk.decide('approve');
    await settle();
  }
  expect(desk.view().undoable.map((each) => each.itemId)).toEqual(names.slice(2, 12));
  await desk.undo(desk.view().undoable[3]!.entryId);
  expect([calls.at(-1), inHand(desk), desk.view().undoable.length]).toEqual(['undo i5', 'i5', 9]);
});

test('flags are noted in the order of the decisions, and a server that has no use for them stops nothing', async () => {
  const { desk, calls } = setUp({
    decideFlags: async () => {
      throw new CountersignError('not_found', 'no such route');
    },
  });
  await desk.open({});
  desk.decideFlags([{ flag: flagOf('x'), action: 'dismissed' }]);
  desk.decide('approve');
  await settle();
  expect([calls, desk.view().troubles, desk.view().unsent]).toEqual([['approve a'], [], 0]);
});
