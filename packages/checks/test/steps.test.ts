/// <reference types="node" />
import { Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../src/index.ts';

// Optimised code skips counters now and then.
beforeAll(() => setFlagsFromString('--no-opt'));
afterAll(() => setFlagsFromString('--opt'));

/** Runs something and counts how often each block of the checks was entered: the same number on every machine. */
async function countSteps(run: () => void): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  run();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  session.disconnect();
  return result
    .filter(({ url }) => url.includes('packages/checks/src'))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0);
}

const input = { weight: '2 kg', nfc: false, colours: ['green'], battery: { life: 'hot 12 h, cold 24 h' }, released: '2022, September 21' };
const pieces = [
  'It weighs 3 kg. ',
  'no NFC, ',
  '1x1x',
  'A B C ',
  'September 2022, ',
  'with NFC and Wi-Fi ',
  '5 GB and 6 GB or ',
  'not ',
  'one hundred and ',
  '( ',
  'is not specified ',
  'red, blue ',
  "don't have ",
];

const rules = { banned: [{ phrase: 'best in class' }], sentenceWords: { max: 20 }, spelling: 'en-GB' as const };
const textOf = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length));

test.each(pieces)('the steps for a text of %j grow with its length, not with its square', async (piece) => {
  const steps = (length: number) => countSteps(() => void check({ input: { ...input, length }, output: textOf(piece, length), rules }));
  await steps(500);
  const [short, long] = [await steps(2_000), await steps(8_000)];
  expect(short).toBeGreaterThan(100);
  expect(long / short).toBeLessThan(8);
});

test.each(pieces)('the steps for a source of %j grow with its length, not with its square', async (piece) => {
  const steps = (length: number) =>
    countSteps(() => void check({ input: textOf(piece, length), output: 'A tent of 7 mm and 9 GB with NFC, made in May 2020.', rules }));
  await steps(500);
  const [short, long] = [await steps(2_000), await steps(8_000)];
  expect(long / short).toBeLessThan(8);
});
