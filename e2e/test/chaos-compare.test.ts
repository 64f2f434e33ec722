import type { Decision, Event, ExportedItem, ItemHistory } from '@countersign/contract';
import { expect, test } from 'vitest';
import { findFaults } from '../src/chaos/compare.ts';
import type { Everything } from '../src/chaos/read-all.ts';
import { Record } from '../src/chaos/record.ts';

const at = '2026-01-01T00:00:00.000Z';
const by = { kind: 'person', id: 'ann' } as const;
const outputHash = `sha256:${'0'.repeat(64)}`;
const otherHash = `sha256:${'1'.repeat(64)}`;
const decision: Decision = { id: 'r2', outcome: 'approved', by, at, outputHash, revision: 1, reasons: [], comment: 'm2', undoUntil: at };
const review = (id: string, comment: string, undoneAt: string | null): ItemHistory['reviews'][number] => ({
  ...{ id, comment, undoneAt, verdict: 'approve', revision: 1, by, reasons: [], activeSeconds: null, bulkId: null, createdAt: at },
});
let position = 0;
const entry = (kind: Event['kind']): Event => ({ id: `1-${++position}`, kind, at, actor: by, checkpoint: 'c', itemId: 'i1', data: {} });

/** One item that was approved, taken back, approved again and released, and the clients' memory of it. */
function makeWorld(): { record: Record; there: Everything } {
  const [input, output] = [{ topic: 'a' }, { text: 'A' }];
  const item: ExportedItem = {
    ...{ id: 'i1', key: 'a', state: 'released', severity: 'medium', confidence: null, model: null, input, output, outputHash },
    ...{ proposed: output, metadata: {}, decision, createdAt: at, releasedAt: at },
  };
  const history: ItemHistory = {
    revisions: [{ number: 1, output, outputHash, author: by, returnId: null, createdAt: at }],
    reviews: [review('r1', 'm1', at), review('r2', 'm2', null)],
    pastDecisions: [],
    flagRecords: [],
  };
  const kinds = ['item.submitted', 'item.decided', 'item.undone', 'item.decided', 'item.released'] as const;
  const record = new Record('c');
  record.items.set('a', { key: 'a', input, output, certainty: 'acknowledged', id: 'i1' });
  const sent = { itemId: 'i1', personId: 'ann', verdict: 'approve', output: null, certainty: 'acknowledged' } as const;
  record.reviews.set('m1', { ...sent, mark: 'm1', undo: 'acknowledged' });
  record.reviews.set('m2', { ...sent, mark: 'm2', undo: 'none' });
  record.outcomes.push({ itemId: 'i1', state: 'released', decisionId: 'r2' });
  return { record, there: { items: [item], histories: new Map([['i1', history]]), events: kinds.map(entry) } };
}

test('a world as the clients remember it has no fault', () => {
  const { record, there } = makeWorld();
  expect(findFaults(record, there)).toEqual([]);
});

/** The same item, returned and answered before that. */
function makeAnswered(): ReturnType<typeof makeWorld> {
  const world = makeWorld();
  const output = { text: 'B' };
  historyOf(world).reviews.unshift({ ...review('r0', 'm0', null), verdict: 'return' });
  historyOf(world).revisions.push({ number: 2, output, outputHash: otherHash, author: by, returnId: 'r0', createdAt: at });
  Object.assign(itemOf(world), { output, outputHash: otherHash, decision: { ...decision, outputHash: otherHash, revision: 2 } });
  world.there.events = [
    ...(['item.submitted', 'item.decided', 'item.returned', 'item.revised', 'item.decided', 'item.undone'] as const).map(entry),
    ...(['item.decided', 'item.released'] as const).map(entry),
  ];
  world.record.reviews.set('m0', {
    mark: 'm0',
    itemId: 'i1',
    personId: 'ann',
    verdict: 'return',
    output: null,
    certainty: 'acknowledged',
    undo: 'none',
  });
  world.record.revisions.set('r0', { itemId: 'i1', returnId: 'r0', output, certainty: 'acknowledged' });
  world.record.outcomes.push({ itemId: 'i1', state: 'returned', decisionId: 'r0' });
  return world;
}

test('a return that was answered is no fault', () => {
  const { record, there } = makeAnswered();
  expect(findFaults(record, there)).toEqual([]);
});

const answerFaults: { [name: string]: (world: ReturnType<typeof makeWorld>) => void } = {
  'a lost answer': (world) => void historyOf(world).revisions.pop(),
  'a doubled answer': (world) => void historyOf(world).revisions.push({ ...historyOf(world).revisions[1]!, number: 3 }),
  'another answer than was sent': ({ record }) => void Object.assign(record.revisions.get('r0') ?? {}, { output: { text: 'C' } }),
  'an approval of the version before': (world) => void Object.assign(itemOf(world), { decision }),
};

test.each(Object.entries(answerFaults))('the comparison finds %s', (_, spoil) => {
  const world = makeAnswered();
  spoil(world);
  expect(findFaults(world.record, world.there)).not.toEqual([]);
});

const historyOf = ({ there }: ReturnType<typeof makeWorld>) => there.histories.get('i1') as ItemHistory;
const itemOf = ({ there }: ReturnType<typeof makeWorld>) => there.items[0] as ExportedItem;

const wrongs: { [name: string]: (world: ReturnType<typeof makeWorld>) => void } = {
  'a lost item': ({ there }) => void there.items.pop(),
  'a doubled item': (world) => void world.there.items.push({ ...itemOf(world) }),
  'other content': (world) => void Object.assign(itemOf(world), { input: 'other' }),
  'a lost decision': (world) => void historyOf(world).reviews.pop(),
  'a doubled decision': (world) => void historyOf(world).reviews.push(review('r3', 'm2', null)),
  'a decision of nobody': (world) => void historyOf(world).reviews.push(review('r3', 'm3', at)),
  'a lost undo': (world) => void Object.assign(historyOf(world).reviews[0] ?? {}, { undoneAt: null }),
  'a lost log entry': ({ there }) => void there.events.shift(),
  'a doubled log entry': ({ there }) => void there.events.push(entry('item.released')),
  'an entry of an unknown item': ({ there }) => void there.events.push({ ...entry('item.submitted'), itemId: 'i2' }),
  'a decision that never takes effect': (world) => void Object.assign(itemOf(world), { state: 'decided' }),
  'a waiting caller who was told otherwise': ({ record }) =>
    void record.outcomes.push({ itemId: 'i1', state: 'rejected', decisionId: 'r1' }),
  'a lost skip': ({ record }) => void record.skips.push({ itemId: 'i1', personId: 'ann', certainty: 'acknowledged' }),
};

test.each(Object.entries(wrongs))('the comparison finds %s', (_, spoil) => {
  const world = makeWorld();
  spoil(world);
  expect(findFaults(world.record, world.there)).not.toEqual([]);
});

test('what is uncertain may be there or not', () => {
  const { record, there } = makeWorld();
  const sent = { key: 'b', input: { topic: 'b' }, output: { text: 'B' } };
  record.items.set('b', { ...sent, certainty: 'uncertain', id: null });
  expect(findFaults(record, there)).toEqual([]);
});
