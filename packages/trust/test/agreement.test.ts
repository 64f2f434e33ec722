import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gwetAc1, krippendorffAlpha, naturalSeeds, rawAgreement, reviewerSensitivity } from '../src/index.ts';

const data = new URL('../../../../shared/data/', import.meta.url);
const readRows = <Row>(name: string): Row[] =>
  gunzipSync(readFileSync(new URL(name, data)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

/** Krippendorff 2011, section C: four observers, twelve units, five categories, gaps. The same data are Gwet's example of raw ratings. */
const observers = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
  [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
];
const published = Array.from({ length: 12 }, (_, unit) => observers.map((observer) => observer[unit] as number | null));
const five = [1, 2, 3, 4, 5];

test('the alpha of the published example is 0.743 on the nominal and 0.815 on the ordinal scale (Krippendorff 2011)', () => {
  expect(krippendorffAlpha(published, five)).toBeCloseTo(0.743421052631579, 12);
  expect(krippendorffAlpha(published, five, { scale: 'ordinal' })).toBeCloseTo(0.8153875037548813, 12);
});

test('the raw agreement of the same data is 0.81818 and their AC1 0.77544 (irrCAC, cac.raw4raters)', () => {
  expect(rawAgreement(published, five)).toBeCloseTo(0.8181818, 7);
  expect(gwetAc1(published, five)).toBeCloseTo(0.77544, 5);
});

test('where nearly everything is approved AC1 stays at 0.9408 while alpha falls below 0 (Gwet 2002, 118 / 5 / 2 / 0)', () => {
  const pairs = [...Array(118).fill(['yes', 'yes']), ...Array(5).fill(['yes', 'no']), ...Array(2).fill(['no', 'yes'])];
  expect(rawAgreement(pairs, ['yes', 'no'])).toBeCloseTo(0.944, 12);
  expect(gwetAc1(pairs, ['yes', 'no'])).toBeCloseTo(0.9408, 4);
  expect(krippendorffAlpha(pairs, ['yes', 'no'])).toBeCloseTo(-0.0246914, 7);
});

test('nothing judged twice is no agreement, and nothing but one category leaves alpha undefined', () => {
  const alone = [
    ['yes', null],
    [null, null],
  ];
  expect(rawAgreement(alone, ['yes', 'no'])).toBeNull();
  expect(gwetAc1(alone, ['yes', 'no'])).toBeNull();
  expect(krippendorffAlpha(alone, ['yes', 'no'])).toBeNull();
  const same = [
    ['yes', 'yes'],
    ['yes', 'yes'],
  ];
  expect(gwetAc1(same, ['yes', 'no'])).toBe(1);
  expect(krippendorffAlpha(same, ['yes', 'no'])).toBeNull();
});

test('an unknown category and a single one are refused', () => {
  expect(() => rawAgreement([['maybe']], ['yes', 'no'])).toThrow('"maybe" is none of the categories yes, no');
  expect(() => gwetAc1([['yes']], ['yes'])).toThrow('at least two categories');
});

test('neither the order of people nor that of units matters, and full agreement is 1', () => {
  const given = fc.option(fc.constantFrom(...five), { nil: null });
  const units = fc.array(fc.array(given, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(units, (some) => {
      const turned = some.map((unit) => [...unit].reverse()).reverse();
      for (const measure of [rawAgreement, gwetAc1, krippendorffAlpha]) {
        const [one, other] = [measure(some, five), measure(turned, five)];
        if (one === null) expect(other).toBeNull();
        else expect(other).toBeCloseTo(one, 10);
      }
      const agreed = some.map((unit, u) => unit.map(() => five[u % 5] as number));
      expect(rawAgreement(agreed, five)).toBe(1);
      expect(gwetAc1(agreed, five)).toBeCloseTo(1, 12);
      if (agreed.length > 1) expect(krippendorffAlpha(agreed, five)).toBeCloseTo(1, 12);
    }),
  );
});

test('what a person catches comes with an exact interval and a bound for every look', () => {
  const looks = [
    ...Array.from({ length: 60 }, (_, i) => ({ reviewer: 'ada', caught: i >= 3 })),
    ...Array.from({ length: 20 }, () => ({ reviewer: 'bo', caught: true })),
  ];
  const [ada, bo] = reviewerSensitivity(looks);
  // scipy.stats.binomtest(57, 60).proportion_ci(method='exact'), scipy 1.17.1
  expect(ada).toMatchObject({ reviewer: 'ada', shown: 60, caught: 57, rate: 0.95 });
  expect(ada?.low).toBeCloseTo(1 - 0.13924324672110006, 10);
  expect(ada?.high).toBeCloseTo(1 - 0.010432329644348218, 10);
  expect(bo?.low).toBeCloseTo(1 - 0.16843347098308548, 10);
  expect(bo?.high).toBe(1);
  for (const each of [ada, bo]) expect(each?.lowAtAnyTime).toBeLessThan(each?.rate as number);
});

test('natural seeds are the units that all others found bad', () => {
  const read = (unit: string, reviewer: string, isBad: boolean) => ({ unit, reviewer, isBad });
  const reads = [read('u', 'ada', true), read('u', 'bo', false), read('v', 'ada', true), read('v', 'bo', true), read('w', 'ada', true)];
  expect(naturalSeeds(reads)).toEqual([
    { reviewer: 'bo', caught: false },
    { reviewer: 'ada', caught: true },
    { reviewer: 'bo', caught: true },
  ]);
});

interface Segment {
  id: string;
  ratings: { reviewer: string; verdict: string; major: boolean }[];
}

test.runIf(existsSync(data))('three raters of 1,040 translations agree as an independent computation says (numpy, pairwise loops)', () => {
  const segments = readRows<Segment>('mqm_reviewers_ende.jsonl.gz');
  const verdicts = segments.map(({ ratings }) => ratings.map(({ verdict }) => verdict));
  const order = ['approve', 'edit', 'reject'];
  expect(rawAgreement(verdicts, order)).toBeCloseTo(0.5451923076923076, 12);
  expect(gwetAc1(verdicts, order)).toBeCloseTo(0.3340966095974269, 12);
  expect(krippendorffAlpha(verdicts, order)).toBeCloseTo(0.2828823203066365, 12);
  expect(krippendorffAlpha(verdicts, order, { scale: 'ordinal' })).toBeCloseTo(0.41765626996392813, 12);
  const major = segments.map(({ ratings }) => ratings.map((rating) => rating.major));
  expect(gwetAc1(major, [false, true])).toBeCloseTo(0.4998524433374692, 12);
  const reads = segments.flatMap(({ id, ratings }) => ratings.map((each) => ({ unit: id, reviewer: each.reviewer, isBad: each.major })));
  const people = reviewerSensitivity(naturalSeeds(reads));
  expect(people).toHaveLength(10);
  expect(people.find(({ reviewer }) => reviewer === 'ende-rater5')).toMatchObject({ shown: 109, caught: 58 });
});

test.runIf(existsSync(data))('seeded errors single out the two reviewers who miss a third of them', () => {
  const people = reviewerSensitivity(readRows<{ reviewer: string; caught: boolean }>('reviewer_attention_ende.jsonl.gz'));
  expect(people.filter(({ rate }) => rate < 0.75).map(({ reviewer }) => reviewer)).toEqual(['ende-rater4', 'ende-rater9']);
  expect(people.find(({ reviewer }) => reviewer === 'ende-rater2')).toMatchObject({ shown: 29, caught: 29, high: 1 });
});
