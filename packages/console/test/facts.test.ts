import { expect, test } from 'vitest';
import { type Fact, factsOf } from '../src/facts/facts-of.ts';
import { nameToLabel } from '../src/facts/name-to-label.ts';

const pairsOf = (fact: Fact) =>
  fact.kind === 'pairs'
    ? fact.pairs.map((pair) => [pair.label, pair.fact.kind === 'value' || pair.fact.kind === 'text' ? pair.fact.text : pair.fact.kind])
    : [];

test('names read as labels', () => {
  expect(['ship_weight', 'shipWeight', 'product-id', 'GTIN', 'Already a label'].map(nameToLabel)).toEqual([
    'Ship weight',
    'Ship weight',
    'Product ID',
    'GTIN',
    'Already a label',
  ]);
});

test('units, currencies and amounts of minor units are written out', () => {
  const facts = factsOf(
    { price_usd: '41.88', ship_weight_lb: 2, total: { amount: 1999, currency: 'EUR' }, yen: { amount: 500, currency: 'JPY' }, ok: true },
    'en',
  );
  expect(pairsOf(facts)).toEqual([
    ['Price', '$41.88'],
    ['Ship weight', '2\u00a0lb'],
    ['Total', '€19.99'],
    ['Yen', '¥500'],
    ['Ok', 'Yes'],
  ]);
});

test('a text of "label: value" lines becomes a table with groups', () => {
  const facts = factsOf('name: Phone X\nBody / Weight: 105 g\nBody / SIM: Dual\nquick / RAM: 2 GB');
  expect(pairsOf(facts)).toEqual([
    ['Name', 'Phone X'],
    ['Body', 'pairs'],
    ['Quick', 'pairs'],
  ]);
});

test('an ordinary text stays a text, and nothing stays nothing', () => {
  expect([
    factsOf('Note: call back.\nThen go on without a colon here\nand here').kind,
    factsOf(null).kind,
    factsOf([]).kind,
    factsOf('https://a.test/x').kind,
  ]).toEqual(['text', 'none', 'none', 'link']);
});
