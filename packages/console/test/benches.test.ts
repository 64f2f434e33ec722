import { expect, test } from 'vitest';
import { benchesAtOnce, benchesSettled } from '../src/review/benches.ts';
import type { Held } from '../src/review/desk-view.ts';
import { claimOf } from './desk-set-up.ts';

const held = (id: string, output = `text of ${id}`): Held => ({ claim: claimOf(id), output, since: 0 });
const idsOf = (benches: Held[]) => benches.map(({ claim }) => claim.item.id);
const [a, b, c, d] = [held('a'), held('b'), held('c'), held('d')] as const;

test('in the moment of a decision no bench is set up or taken down, and none is moved', () => {
  expect(benchesAtOnce([a, b], b, c)).toEqual([a, b]);
  expect(benchesAtOnce([a, b], b, null)).toEqual([a, b]);
});

test('an item in hand that was not made ready gets its bench at once', () => {
  expect(idsOf(benchesAtOnce([], a, b))).toEqual(['a']);
  expect(idsOf(benchesAtOnce([a, b], d, b))).toEqual(['a', 'b', 'd']);
});

test('afterwards the next item has a bench, and those that were put out of hand have none', () => {
  expect(idsOf(benchesSettled([a, b], b, c))).toEqual(['b', 'c']);
  expect(idsOf(benchesSettled([a, b], b, null))).toEqual(['b']);
  expect(idsOf(benchesSettled([b, c], a, b)), 'after an undo').toEqual(['b', 'a']);
});

test('each bench has what is newest of its item, also the one that is leaving', () => {
  const typed = held('a', 'typed');
  expect(benchesAtOnce([a, b], typed, b)).toEqual([typed, b]);
  expect(benchesAtOnce([typed, b], b, c)).toEqual([typed, b]);
  expect(benchesSettled([a, b], typed, b)).toEqual([typed, b]);
});
