import type { BulkReviewInput, BulkReviewResult, Claim, Flag, Item, Json } from '@countersign/contract';
import { CountersignError } from '@countersign/contract';
import { expect, test } from 'vitest';
import { sortSet } from '../src/grid/card.ts';
import { FrozenSet, type GridApi } from '../src/grid/frozen-set.ts';
import { openShelf } from '../src/review/shelf.ts';
import { memoryStorage } from './memory-storage.ts';

const flag = (level: Flag['level'], start = 0): Flag => ({
  id: `${level}${start}`,
  path: '',
  start,
  end: start + 1,
  kind: 'fact',
  level,
  message: level,
  replacements: [],
  source: { checker: 'facts', rule: 'number' },
});

const claimOf = (n: number, output: Json = `Text ${n}`, errors = 0): Claim => ({
  item: {
    id: `i${n}`,
    checkpoint: 'c',
    key: `k${n}`,
    label: `Item ${n}`,
    outputHash: `sha256:${n}`,
    returns: 0,
    output,
    input: {},
    metadata: {},
    flags: { error: errors, warning: 0, info: 0 },
  } as unknown as Item,
  refused: null,
  draft: null,
  expiresAt: '',
  skips: 0,
});

const leaveNothingOut = (input: BulkReviewInput): BulkReviewResult => ({
  id: input.id,
  decided: input.items.map(({ itemId, output }) => ({ itemId, outcome: output === undefined ? 'approved' : 'edited' })),
  leftOut: [],
});

function makeSet(claims: Claim[], api: Partial<GridApi> = {}, storage = memoryStorage()) {
  const sent: BulkReviewInput[] = [];
  let ids = 0;
  const set = new FrozenSet({
    api: {
      claim: async () => claims,
      heartbeat: async () => ({ lost: [] }),
      bulkReview: async (input) => {
        sent.push(input);
        return leaveNothingOut(input);
      },
      bulkUndo: async () => ({ undone: [], closed: [] }),
      decideFlags: async () => undefined,
      ...api,
    },
    shelf: openShelf<BulkReviewInput>('bulk.', storage),
    now: () => 1000,
    wait: async () => undefined,
    newId: () => `bulk-${++ids}-id`,
    undoSeconds: () => 10,
    recheck: async (_item, output) => (String(output).includes('wrong') ? [flag('error')] : []),
  });
  return { set, sent, storage };
}

test('[C6] the set goes out as it was shown: hashes, edits, without exceptions and open errors', async () => {
  const { set, sent } = makeSet([claimOf(1), claimOf(2), claimOf(3), claimOf(4, 'Bad', 1)]);
  await set.open('c');
  set.setException(['i2'], 'other');
  set.edit('i3', 'Better');
  await set.confirm();
  expect(sent.map((each) => each.items)).toEqual([
    [
      { itemId: 'i1', outputHash: 'sha256:1' },
      { itemId: 'i3', outputHash: 'sha256:3', output: 'Better' },
    ],
  ]);
  expect(set.view().cards.map((card) => card.item.id)).toEqual(['i2', 'i4']);
});

test('[C6] an edit that brings an error keeps the item back, one that mends it lets it go', async () => {
  const { set } = makeSet([claimOf(1), claimOf(2, 'Bad', 1)]);
  await set.open('c');
  set.setFlags('i2', [flag('error')]);
  set.edit('i1', 'now wrong');
  set.edit('i2', 'mended');
  await Promise.resolve();
  await Promise.resolve();
  const { approve, withErrors } = sortSet(set.view().cards);
  expect([approve.map((card) => card.item.id), withErrors.map((card) => card.item.id)]).toEqual([['i2'], ['i1']]);
});

test('what could not be sent is sent again under the same id, also after the page was loaded again', async () => {
  const ids: string[] = [];
  let isDown = true;
  const bulkReview = async (input: BulkReviewInput) => {
    ids.push(input.id);
    if (isDown && ids.length < 3) throw new CountersignError('network', 'down');
    return leaveNothingOut(input);
  };
  const { set, storage } = makeSet([claimOf(1)], { bulkReview });
  await set.open('c');
  await set.confirm();
  expect(ids).toEqual(['bulk-1-id', 'bulk-1-id', 'bulk-1-id']);
  expect(storage.length).toBe(0);

  const kept: BulkReviewInput = { id: 'kept-from-before', items: [{ itemId: 'i1', outputHash: 'sha256:1' }], comment: '' };
  storage.setItem('bulk.kept-from-before', JSON.stringify(kept));
  isDown = false;
  const again = makeSet([claimOf(2)], { bulkReview }, storage);
  await again.set.open('c');
  expect(ids.at(-1)).toBe('kept-from-before');
  expect(storage.length).toBe(0);
});

test('[C6] what the server left out stays, with the reason; undo brings the set back as one', async () => {
  const bulkReview = async (input: BulkReviewInput): Promise<BulkReviewResult> => ({
    id: input.id,
    decided: [{ itemId: 'i1', outcome: 'approved' }],
    leftOut: [
      { itemId: 'i2', code: 'open_errors', detail: 'x', flags: [flag('error')] },
      { itemId: 'i3', code: 'already_decided', detail: 'x', flags: [] },
    ],
  });
  const { set } = makeSet([claimOf(1), claimOf(2), claimOf(3)], { bulkReview, bulkUndo: async () => ({ undone: ['i1'], closed: [] }) });
  await set.open('c');
  await set.confirm();
  expect(set.view().cards.map((card) => [card.item.id, card.leftOut?.code, card.isLost])).toEqual([
    ['i2', 'open_errors', false],
    ['i3', 'already_decided', true],
  ]);
  expect(set.view().confirmed).toMatchObject({ until: 11_000, undo: 'open' });
  await set.undo();
  expect(set.view().cards.map((card) => card.item.id)).toEqual(['i1', 'i2', 'i3']);
  expect(set.view().confirmed?.undo).toBe('done');
});

test('leases are renewed for all; what is lost cannot go out', async () => {
  const asked: string[][] = [];
  const heartbeat = async (ids: string[]) => {
    asked.push(ids);
    return { lost: ['i2'] };
  };
  const { set, sent } = makeSet([claimOf(1), claimOf(2)], { heartbeat });
  await set.open('c');
  await set.heartbeat();
  await set.confirm();
  expect([asked, sent[0]?.items.map((item) => item.itemId)]).toEqual([[['i1', 'i2']], ['i1']]);
  expect(set.close()).toEqual([]);
});

test('one edit over many is taken back as one', async () => {
  const { set } = makeSet([claimOf(1), claimOf(2), claimOf(3)]);
  await set.open('c');
  set.editAll(
    new Map([
      ['i1', 'A'],
      ['i2', 'B'],
    ]),
  );
  set.takeBackEdit();
  expect(set.view().cards.map((card) => card.output)).toEqual(['Text 1', 'Text 2', 'Text 3']);
  expect(set.view().canTakeBackEdit).toBe(false);
});

test('[C6] while the set is on its way nothing in it is changed, for what is changed then would be lost', async () => {
  let answer = (_: BulkReviewResult) => {};
  const { set, sent } = makeSet([claimOf(1), claimOf(2)], {
    bulkReview: (input) => {
      sent.push(input);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  await set.open('c');
  const confirmed = set.confirm();
  set.edit('i1', 'Too late');
  set.setException(['i2'], true);
  set.editAll(new Map([['i1', 'Too late']]));
  await set.confirm();
  expect(sent).toHaveLength(1);
  expect(set.view().cards.map((card) => [card.output, card.isException])).toEqual([
    ['Text 1', false],
    ['Text 2', false],
  ]);
  answer({ ...leaveNothingOut(sent[0]!), decided: [{ itemId: 'i1', outcome: 'approved' }] });
  await confirmed;
  set.edit('i2', 'In time');
  expect(set.view().cards.map((card) => card.output)).toEqual(['In time']);
});

test('a confirmed set goes on being sent when its screen is left, and its claims are not given back', async () => {
  let tries = 0;
  let isDown = true;
  const { set, storage } = makeSet([claimOf(1), claimOf(2, 'Bad', 1)], {
    bulkReview: async (input) => {
      tries += 1;
      await new Promise((resolve) => setTimeout(resolve));
      if (isDown) throw new CountersignError('network', 'down');
      return leaveNothingOut(input);
    },
  });
  await set.open('c');
  const confirmed = set.confirm();
  expect(set.close(), 'the one that stays is given back').toEqual(['i2']);
  while (tries < 3) await new Promise((resolve) => setTimeout(resolve));
  isDown = false;
  await confirmed;
  expect(storage.length).toBe(0);
});
