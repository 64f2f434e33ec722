import type { Json } from '@countersign/contract';
import { expect, test } from 'vitest';
import { judgeByExpression } from '../src/replay/bad-expression.ts';
import { byDecision } from '../src/replay/by-decision.ts';
import { type HistoryReading, readHistory } from '../src/replay/read-history.ts';

const jsonl = (lines: object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const read = (text: string, reading: Partial<HistoryReading> = {}) =>
  readHistory(
    {
      name: 'test',
      bytes: (async function* () {
        yield new TextEncoder().encode(text);
      })(),
      fraction: () => null,
    },
    {
      format: 'jsonl',
      judge: byDecision,
      seed: '',
      withTexts: false,
      features: [],
      signal: new AbortController().signal,
      onBad: () => {},
      onItem: () => {},
      ...reading,
    },
  );
const badOf = async (text: string, reading: Partial<HistoryReading> = {}) => (await read(text, reading)).items.map(({ isBad }) => isBad);

test('a verdict decides, also in the words and places of an export', async () => {
  const verdicts = ['approve', 'edit', 'reject', 'Approved', 'returned'];
  const expected = [false, true, true, false, true];
  const open = { output: 'a' };
  expect(await badOf(jsonl(verdicts.map((verdict) => ({ verdict }))))).toEqual(expected);
  expect(await badOf(jsonl([...verdicts.map((outcome) => ({ decision: { outcome } })), { ...open, decision: null }]))).toEqual(expected);
  expect(
    await badOf(`outcome,confidence\n${verdicts.map((outcome) => `${outcome},0.5\n`).join('')}expired,0.5\n`, { format: 'csv' }),
  ).toEqual(expected);
});

test('without a verdict an item was bad when the person left something else; spaces at the ends do not count', async () => {
  const lines: { output: Json; human_output: Json }[] = [
    { output: 'a', human_output: 'a ' },
    { output: 'a', human_output: 'b' },
    { output: { name: 'a' }, human_output: { name: 'a' } },
    { output: { name: 'a' }, human_output: { name: 'b' } },
  ];
  expect(await badOf(jsonl(lines))).toEqual([false, true, false, true]);
});

test('a line that lacks what --bad asks for is left out, and counted by what it lacks', async () => {
  const judge = judgeByExpression('score < 50');
  const text = jsonl([{ score: 20 }, { score: 80 }, {}, { score: null }, { score: 50 }]);
  const { items, undecided } = await read(text, { judge });
  expect(items.map(({ isBad }) => isBad)).toEqual([true, false, false]);
  expect([...undecided]).toEqual([['score', { lines: 2, first: 3 }]]);
  expect(await badOf(text, { judge: judgeByExpression('has(score) && score < 50') })).toEqual([true, false, false, false, false]);
});

test('a file in which nothing was decided is refused with what it has', async () => {
  await expect(read(jsonl([{ id: 1, output: 'a' }]))).rejects.toThrow(/No line says how it was decided.* The first line has: id, output\./);
  await expect(read(jsonl([{ id: 1, scor: 4 }]), { judge: judgeByExpression('score < 50') })).rejects.toThrow(
    'No line has the field score that --bad asks for. The first line has: id, scor.',
  );
  await expect(read('')).rejects.toThrow('The file holds no items.');
  await expect(read('a,b\n')).rejects.toThrow('No line could be read.');
});

test('an unknown verdict and a confidence that is no number are refused with their line', async () => {
  await expect(read(jsonl([{ verdict: 'edit' }, { verdict: 'fine' }]))).rejects.toThrow(
    'Line 2: the verdict "fine" is none of approve, edit, reject.',
  );
  await expect(read(jsonl([{ verdict: 'edit', confidence: 'high' }]))).rejects.toThrow('Line 1: the confidence "high" is no number.');
});

test('the cells of a CSV are what JSON would have; a column that is compared with a text stays text', async () => {
  const csv = 'id,confidence,grade,is_final\n007,0.5,2,true\n8,,1,False\n9,NaN,3,true\n';
  const byText = await read(csv, { format: 'csv', judge: judgeByExpression('grade == "2"') });
  expect(byText.items.map(({ id, isBad, traits }) => [id, isBad, traits.confidence])).toEqual([
    ['007', true, 0.5],
    ['8', false, undefined],
    ['9', false, undefined],
  ]);
  expect(await badOf(csv, { format: 'csv', judge: judgeByExpression('grade >= 2 && is_final') })).toEqual([true, false, true]);
});

test('flags count as a number or as a list with levels, and texts are read only for a score that learns', async () => {
  const line = {
    verdict: 'edit',
    flags: [{ level: 'error' }, { level: 'info' }],
    source: { weight: '85 g' },
    proposed: 'a',
    output: 'b',
    model: 'm',
    field: 'f',
    hint: 3,
  };
  const { items } = await read(jsonl([line, { verdict: 'edit', flags: 4 }]));
  expect(items.map(({ traits }) => traits)).toEqual([{ flags: 2, errors: 1 }, { flags: 4 }]);
  const learned = await read(jsonl([line]), { withTexts: true, features: ['hint', 'missing'] });
  expect(learned.items[0]?.traits).toEqual({
    flags: 2,
    errors: 1,
    input: '{"weight":"85 g"}',
    output: 'a',
    category: 'f',
    model: 'm',
    numbers: { hint: 3 },
  });
  await expect(read(jsonl([{ ...line, hint: 'x' }]), { withTexts: true, features: ['hint'] })).rejects.toThrow('Line 1: hint is no number');
});

test('coins come from id and seed alone; the same id again is an item of its own', async () => {
  const text = jsonl([
    { id: 'a', verdict: 'edit' },
    { id: 'b', verdict: 'edit' },
    { id: 'a', verdict: 'edit' },
  ]);
  const coins = async (seed: string) => (await read(text, { seed })).items.map(({ coin }) => coin);
  const [one, other] = [await coins('1'), await coins('2')];
  expect(await coins('1')).toEqual(one);
  expect(new Set([...one, ...other]).size).toBe(6);
  expect((await read(text)).repeated).toBe(1);
});

test('confidences on another scale are brought to 0 to 1 in their order', async () => {
  const { items, rescaled } = await read(jsonl([100, 50, -100].map((confidence) => ({ confidence, verdict: 'edit' }))));
  expect(items.map(({ traits }) => traits.confidence)).toEqual([1, 0.75, 0]);
  expect(rescaled).toEqual({ low: -100, high: 100 });
});

test('a line that cannot be read is told with its number, and the rest is read', async () => {
  const told: string[] = [];
  const history = await read(`nope\n${jsonl([{ verdict: 'edit' }])}`, { onBad: (line, why) => told.push(`${line} ${why}`) });
  expect(history).toMatchObject({ unreadable: 1, items: [{ isBad: true }] });
  expect(told[0]).toMatch(/^1 is not JSON/);
});
